package io.marketbell.injection.detector.sql;

import io.marketbell.injection.detector.text.MutableText;

/**
 * Reads a text like databases in which {@code --} or {@code #} starts a comment that ends with the line. Copies the
 * tokens between the comments from the complete reading; only tokens that start inside a comment and end after it are
 * read anew.
 */
final class LineComments {
    private final MutableText text;
    private final int lastBreak;
    /** Convergence of the complete readings. */
    private final LexerConvergence whole;
    /** Convergence of the readings without comments. */
    private final LexerConvergence shorter;

    LineComments(MutableText text, LexerConvergence whole) {
        this.text = text;
        this.lastBreak = text.lastIndexOf('\n');
        this.whole = whole;
        this.shorter = new LexerConvergence(text.length());
    }

    /** Whether the reading contains a line comment that ends before the text. */
    boolean isIn(Tokens reading) {
        return isEnded(reading, comment(reading, 0));
    }

    /**
     * Returns the same reading without its comments.
     *
     * @param tokens an empty list
     */
    Tokens leaveOut(Tokens reading, Tokens tokens) {
        int broken = reading.isBroken() ? 1 : 0;
        int begin = broken == 0 ? 0 : tokens.add(TokenKind.BREAK, reading.from(0), reading.to(0));
        read(take(reading, broken, comment(reading, 0), begin, tokens), tokens);
        shorter.close(tokens);
        whole.rewind();
        return tokens;
    }

    private void read(int from, Tokens tokens) {
        Lexer lexer = new Lexer(text, tokens);
        int at = from;
        while (at < text.length()) {
            int leads = TokenSyntax.leads(text.all[at]);
            if (leads == TokenSyntax.LEADS_NOTHING) {
                at++;
            } else if (shorter.isAt(at)) {
                tokens.goOnAs(shorter.reading(), shorter.token(), at);
                return;
            } else if (whole.isAt(at)) {
                Tokens reading = whole.reading();
                int comment = comment(reading, whole.token());
                if (!isEnded(reading, comment)) {
                    tokens.goOnAs(reading, whole.token(), at);
                    return;
                }
                at = take(reading, whole.token(), comment, at, tokens);
            } else {
                at = cut(lexer, at, leads, tokens);
            }
        }
    }

    private static int comment(Tokens reading, int from) {
        int at = from;
        while (at < reading.size() && !reading.isLineComment(at)) {
            at++;
        }
        return at;
    }

    private boolean isEnded(Tokens reading, int comment) {
        return comment < reading.size() && reading.to(comment) <= lastBreak;
    }

    /** @return the end of the comment that follows them */
    private int take(Tokens reading, int first, int comment, int place, Tokens tokens) {
        for (int i = first; i < comment; i++) {
            shorter.note(reading.from(i));
        }
        tokens.add(reading, first, comment, place);
        return text.indexOf('\n', reading.to(comment));
    }

    private int cut(Lexer lexer, int at, int leads, Tokens tokens) {
        shorter.note(at);
        int end = lexer.token(at, leads);
        int last = tokens.size() - 1;
        if (last < 0 || tokens.from(last) < at || !isEnded(tokens, last) || !tokens.isLineComment(last)) {
            return end;
        }
        tokens.removeLast();
        return text.indexOf('\n', end);
    }
}
