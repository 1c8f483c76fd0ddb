package io.marketbell.injection.detector.sql;

import io.marketbell.injection.detector.text.Alphabet;
import io.marketbell.injection.detector.text.MutableText;

/**
 * Splits a text into SQL tokens, in one pass and for all dialects at once. If dialects disagree, text that one of them
 * would execute is never finally treated as a comment or as part of a string.
 */
final class Lexer {
    /** The text does not start inside a string. */
    static final char BARE = 0;

    private final MutableText chars;
    private final char[] text;
    private final int length;
    private final Tokens tokens;
    /** The end of the next comment; negative if there is none. */
    private int commentEnd;

    Lexer(MutableText text, Tokens tokens) {
        this.chars = text;
        this.text = text.all;
        this.length = text.length();
        this.tokens = tokens;
    }

    /**
     * @param quote the quote of the string in which the text is assumed to start, or {@link #BARE}
     * @param convergence convergence with earlier readings of the same text
     * @param tokens an empty list
     */
    static Tokens read(MutableText text, char quote, LexerConvergence convergence, Tokens tokens) {
        Lexer lexer = new Lexer(text, tokens);
        int at = 0;
        if (quote != BARE) {
            int end = text.indexOf(quote, 0);
            at = tokens.add(TokenKind.BREAK, end, end + 1);
        }
        lexer.read(at, convergence);
        convergence.close(tokens);
        return tokens;
    }

    private void read(int from, LexerConvergence convergence) {
        int at = from;
        while (at < length) {
            int leads = TokenSyntax.leads(text[at]);
            if (leads == TokenSyntax.LEADS_NOTHING) {
                at++;
            } else if (convergence.meets(at)) {
                tokens.goOnAs(convergence.reading(), convergence.token(), at);
                return;
            } else {
                at = token(at, leads);
            }
        }
    }

    /**
     * Reads the token that starts here, if there is one; comments are not tokens.
     *
     * @param leads kind of token, see {@link TokenSyntax#leads}
     * @return the position to continue at
     */
    int token(int at, int leads) {
        return switch (leads) {
            case TokenSyntax.LEADS_WORD -> word(at);
            case TokenSyntax.LEADS_NUMBER -> number(at);
            case TokenSyntax.LEADS_LONE_SIGN -> tokens.add(TokenSyntax.lone(text[at]), at, at + 1);
            case TokenSyntax.LEADS_OPERATOR ->
                TokenSyntax.isInOperators(text[at + 1]) ? sign(at) : tokens.add(TokenSyntax.lone(text[at]), at, at + 1);
            default -> sign(at);
        };
    }

    private static int wordEnd(char[] text, int from) {
        int at = from;
        while (Alphabet.isWordPart(text[at])) {
            at++;
        }
        return at;
    }

    private int word(int at) {
        if (Alphabet.endsLetter(text[at + 1]) && text[at] < 0x80) {
            return tokens.add(SqlVocabulary.letter(text[at]), at, at + 1);
        }
        int end = at;
        long key = 0;
        while (Alphabet.isPlainWordPart(text[end])) {
            key = SqlVocabulary.key(key, text[end++]);
        }
        short kind;
        if (text[end] >= 0x80 && (end == at || Alphabet.isWordPart(text[end]))) {
            end = wordEnd(text, end + 1);
            kind = SqlVocabulary.byPrefix(text, at, end);
        } else {
            kind = SqlVocabulary.kind(key, text, at, end);
        }
        char behind = text[end];
        if (behind == '\'' && end - at == 1 && isPrefix(text[at]) && !isQuoteBefore(at)) {
            return end; // N'text', x'41': belongs to the string
        }
        if (behind == '@' && kind == TokenKind.WORD && Alphabet.isWordStart(text[end + 1])) {
            return tokens.add(kind, at, addressEnd(end + 1));
        }
        if ((kind >= TokenKind.UNION || kind == TokenKind.LOGIC || kind == TokenKind.TELLING) && isOdd(kind, at, end)) {
            tokens.obfuscation().add(Obfuscation.ODD_CASE, at);
        }
        return tokens.add(kind, at, end);
    }

    /** The end of an e-mail address. */
    private int addressEnd(int from) {
        int end = from;
        while (Alphabet.isWordPart(text[end]) || text[end] == '.') {
            end++;
        }
        return end;
    }

    private static boolean isPrefix(char c) {
        return "nxbeuq".indexOf(c | 32) >= 0;
    }

    private boolean isQuoteBefore(int at) {
        return at > 0 && (text[at - 1] == '\'' || text[at - 1] == '"');
    }

    /** {@code uNiOn}, but not {@code Union}, {@code UNION} or {@code isNull}. */
    private boolean isOdd(short kind, int at, int end) {
        int changes = 0;
        boolean first = text[at] < 'a';
        boolean upper = first;
        for (int i = at + 1; i < end; i++) {
            boolean next = text[i] >= 'A' && text[i] <= 'Z';
            changes += next != upper ? 1 : 0;
            upper = next;
        }
        boolean usual = changes == 0 || changes == 1 && first && text[at + 1] >= 'a';
        return !usual && kind != TokenKind.IS && kind != TokenKind.FILE && kind != TokenKind.TYPE;
    }

    private int number(int at) {
        int end = TokenSyntax.numberEnd(text, at);
        int last = wordEnd(text, end);
        return last == end ? tokens.add(TokenKind.NUM, at, end) : wordBehind(at, end, last);
    }

    /** {@code 1union} is a number and a keyword in some dialects; {@code 7th} is a word in all. */
    private int wordBehind(int at, int digits, int end) {
        int from = digits;
        short kind = SqlVocabulary.kind(text, from, end);
        if (kind == TokenKind.WORD && ((text[from] | 32) == 'f' || (text[from] | 32) == 'd')) {
            short behind = SqlVocabulary.kind(text, from + 1, end);
            if (behind == TokenKind.UNION || behind == TokenKind.FROM) {
                from++; // 1fUNION: a suffix of some dialects
                kind = behind;
            }
        }
        if (TokenKind.isBehindNumbers(kind)) {
            tokens.add(TokenKind.NUM, at, from);
            return tokens.add(kind, from, end);
        }
        if (text[digits - 1] == '.') {
            tokens.add(TokenKind.NUM, at, digits - 1); // 1.e(…): a name after a dot
            tokens.add(TokenKind.DOT, digits - 1, digits);
            return tokens.add(TokenKind.WORD, digits, end);
        }
        return tokens.add(TokenKind.WORD, at, end);
    }

    private int sign(int at) {
        return switch (text[at]) {
            case '\'', '"' -> quoted(TokenKind.STR, at, TokenSyntax.stringEnd(text, length, at));
            case '`' -> quoted(TokenKind.QUOTED_NAME, at, TokenSyntax.nameEnd(text, length, at));
            case '[' -> bracket(at);
            case '.' -> Alphabet.isDigit(text[at + 1]) ? number(at) : plain(at);
            case '/' -> text[at + 1] == '*' ? comment(at) : plain(at);
            case '-' -> text[at + 1] == '-' ? tokens.add(TokenKind.LINE, at, dashesEnd(at)) : plain(at);
            case '#' -> hash(at);
            case '@' -> variable(at);
            case '\\' -> backslash(at);
            default -> plain(at);
        };
    }

    private int plain(int at) {
        int sign = TokenSyntax.sign(text, at);
        return tokens.add((short) (sign >> 2), at, at + (sign & 3));
    }

    private int quoted(short kind, int at, int end) {
        return tokens.add(end < 0 ? TokenKind.OPEN : kind, at, Math.abs(end));
    }

    private int bracket(int at) {
        int end = TokenSyntax.bracketEnd(text, at);
        return end > 0 ? tokens.add(TokenKind.QUOTED_NAME, at, end) : tokens.add(TokenKind.OTHER, at, at + 1);
    }

    private int dashesEnd(int from) {
        int end = from;
        while (text[end] == '-') {
            end++;
        }
        return end;
    }

    private int hash(int at) {
        boolean operator = text[at + 1] == '>' || text[at + 1] == '-' && text[at + 2] != '-';
        return operator ? plain(at) : tokens.add(TokenKind.LINE, at, at + 1);
    }

    private int variable(int at) {
        char next = text[at + 1];
        if (next == '>' || next == '?' && text[at + 2] == ' ') {
            return tokens.add(TokenKind.JSON, at, at + 2);
        }
        boolean system = next == '@' && Alphabet.isWordStart(text[at + 2]);
        if (system || Alphabet.isWordPart(next) || next == '`') {
            return tokens.add(system ? TokenKind.SYSVAR : TokenKind.VAR, at, wordEnd(text, at + (system ? 2 : 1)));
        }
        return tokens.add(TokenKind.OTHER, at, at + 1);
    }

    /** {@code \N} is MySQL's null; before a quote it carries no weight. */
    private int backslash(int at) {
        char next = text[at + 1];
        boolean alone = !Alphabet.isWordPart(text[at + 2]);
        if (next == 'N' && alone) {
            return tokens.add(TokenKind.NULL, at, at + 2);
        }
        return at + ((next == 'r' || next == 'n' || next == 't') && alone ? 2 : 1); // an escaped line break
    }

    private int comment(int at) {
        if (text[at + 2] == '!' || text[at + 2] == 'M' && text[at + 3] == '!') {
            tokens.obfuscation().add(Obfuscation.CONDITIONAL, at);
            return TokenSyntax.digitsEnd(text, at + 3); // its content is executed
        }
        if (commentEnd >= 0 && commentEnd < at + 2) {
            commentEnd = chars.indexOf('*', '/', at + 2); // once for all comments: never searched twice
        }
        if (commentEnd < 0) {
            return tokens.add(TokenKind.LINE, at, at + 2);
        }
        int behind = commentEnd + 2;
        if (at > 0 && isGlue(text[at - 1]) && isGlue(text[behind])) {
            tokens.obfuscation().add(Obfuscation.COMMENT, at);
            if (isLetter(text[at - 1]) && isLetter(text[behind])) {
                tokens.obfuscation().add(Obfuscation.TEAR, at);
            }
        }
        return behind;
    }

    private static boolean isLetter(char c) {
        return (c | 32) >= 'a' && (c | 32) <= 'z';
    }

    private static boolean isGlue(char c) {
        return Alphabet.isWordPart(c) || "'\")(=@/".indexOf(c) >= 0;
    }
}
