package io.marketbell.protection.injection;

/**
 * Cuts a text into SQL's tokens, in one pass and for no dialect in particular: where dialects disagree, nothing that one
 * of them would run is taken for a comment or the inside of a string for good.
 */
final class Lexer {
    /** The text begins inside of no string. */
    static final char BARE = 0;

    private final Chars chars;
    private final char[] text;
    private final int length;
    private final Tokens tokens;
    /** Where the next comment ends; negative where none does. */
    private int commentEnd;

    Lexer(Chars text, Tokens tokens) {
        this.chars = text;
        this.text = text.all;
        this.length = text.length();
        this.tokens = tokens;
    }

    /**
     * @param quote the quote that the text is read as standing in, or {@link #BARE}
     * @param meeting with the readings of the same text before this one
     * @param tokens none yet
     */
    static Tokens read(Chars text, char quote, Meeting meeting, Tokens tokens) {
        Lexer lexer = new Lexer(text, tokens);
        int at = 0;
        if (quote != BARE) {
            int end = text.indexOf(quote, 0);
            at = tokens.add(Kind.BREAK, end, end + 1);
        }
        lexer.read(at, meeting);
        meeting.close(tokens);
        return tokens;
    }

    private void read(int from, Meeting meeting) {
        int at = from;
        while (at < length) {
            int leads = Alphabet.leads(text[at]);
            if (leads == Alphabet.LEADS_NOTHING) {
                at++;
            } else if (meeting.meets(at)) {
                tokens.goOnAs(meeting.reading(), meeting.token(), at);
                return;
            } else {
                at = token(at, leads);
            }
        }
    }

    /**
     * Cuts the token that begins here, if one does: comments are none.
     *
     * @param leads to what, see {@link Alphabet#leads}
     * @return where to go on
     */
    int token(int at, int leads) {
        return switch (leads) {
            case Alphabet.LEADS_WORD -> word(at);
            case Alphabet.LEADS_NUMBER -> number(at);
            case Alphabet.LEADS_LONE_SIGN -> tokens.add(Signs.lone(text[at]), at, at + 1);
            case Alphabet.LEADS_OPERATOR ->
                Alphabet.isInOperators(text[at + 1]) ? sign(at) : tokens.add(Signs.lone(text[at]), at, at + 1);
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
            return tokens.add(Vocabulary.letter(text[at]), at, at + 1);
        }
        int end = at;
        long key = 0;
        while (Alphabet.isPlainWordPart(text[end])) {
            key = Vocabulary.key(key, text[end++]);
        }
        short kind;
        if (text[end] >= 0x80 && (end == at || Alphabet.isWordPart(text[end]))) {
            end = wordEnd(text, end + 1);
            kind = Vocabulary.byPrefix(text, at, end);
        } else {
            kind = Vocabulary.kind(key, text, at, end);
        }
        char behind = text[end];
        if (behind == '\'' && end - at == 1 && isPrefix(text[at]) && !isQuoteBefore(at)) {
            return end; // N'text', x'41': belongs to the string
        }
        if (behind == '@' && kind == Kind.WORD && Alphabet.isWordStart(text[end + 1])) {
            return tokens.add(kind, at, addressEnd(end + 1));
        }
        if ((kind >= Kind.UNION || kind == Kind.LOGIC || kind == Kind.TELLING) && isOdd(kind, at, end)) {
            tokens.disguise().add(Disguise.ODD_CASE, at);
        }
        return tokens.add(kind, at, end);
    }

    /** Of an address of mail. */
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
        return !usual && kind != Kind.IS && kind != Kind.FILE && kind != Kind.TYPE;
    }

    private int number(int at) {
        int end = Numbers.end(text, at);
        int last = wordEnd(text, end);
        return last == end ? tokens.add(Kind.NUM, at, end) : wordBehind(at, end, last);
    }

    /** {@code 1union} is a number and a keyword to some; {@code 7th} is a word to all. */
    private int wordBehind(int at, int digits, int end) {
        int from = digits;
        short kind = Vocabulary.kind(text, from, end);
        if (kind == Kind.WORD && ((text[from] | 32) == 'f' || (text[from] | 32) == 'd')) {
            short behind = Vocabulary.kind(text, from + 1, end);
            if (behind == Kind.UNION || behind == Kind.FROM) {
                from++; // 1fUNION: a suffix of some dialects
                kind = behind;
            }
        }
        if (Kind.isBehindNumbers(kind)) {
            tokens.add(Kind.NUM, at, from);
            return tokens.add(kind, from, end);
        }
        if (text[digits - 1] == '.') {
            tokens.add(Kind.NUM, at, digits - 1); // 1.e(…): a name behind a dot
            tokens.add(Kind.DOT, digits - 1, digits);
            return tokens.add(Kind.WORD, digits, end);
        }
        return tokens.add(Kind.WORD, at, end);
    }

    private int sign(int at) {
        return switch (text[at]) {
            case '\'', '"' -> quoted(Kind.STR, at, Quoted.string(text, length, at));
            case '`' -> quoted(Kind.QUOTED_NAME, at, Quoted.name(text, length, at));
            case '[' -> bracket(at);
            case '.' -> Alphabet.isDigit(text[at + 1]) ? number(at) : plain(at);
            case '/' -> text[at + 1] == '*' ? comment(at) : plain(at);
            case '-' -> text[at + 1] == '-' ? tokens.add(Kind.LINE, at, dashesEnd(at)) : plain(at);
            case '#' -> hash(at);
            case '@' -> variable(at);
            case '\\' -> backslash(at);
            default -> plain(at);
        };
    }

    private int plain(int at) {
        int sign = Signs.read(text, at);
        return tokens.add((short) (sign >> 2), at, at + (sign & 3));
    }

    private int quoted(short kind, int at, int end) {
        return tokens.add(end < 0 ? Kind.OPEN : kind, at, Math.abs(end));
    }

    private int bracket(int at) {
        int end = Quoted.bracket(text, at);
        return end > 0 ? tokens.add(Kind.QUOTED_NAME, at, end) : tokens.add(Kind.OTHER, at, at + 1);
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
        return operator ? plain(at) : tokens.add(Kind.LINE, at, at + 1);
    }

    private int variable(int at) {
        char next = text[at + 1];
        if (next == '>' || next == '?' && text[at + 2] == ' ') {
            return tokens.add(Kind.JSON, at, at + 2);
        }
        boolean system = next == '@' && Alphabet.isWordStart(text[at + 2]);
        if (system || Alphabet.isWordPart(next) || next == '`') {
            return tokens.add(system ? Kind.SYSVAR : Kind.VAR, at, wordEnd(text, at + (system ? 2 : 1)));
        }
        return tokens.add(Kind.OTHER, at, at + 1);
    }

    /** {@code \N} is MySQL's null; before a quote it is of no weight. */
    private int backslash(int at) {
        char next = text[at + 1];
        boolean alone = !Alphabet.isWordPart(text[at + 2]);
        if (next == 'N' && alone) {
            return tokens.add(Kind.NULL, at, at + 2);
        }
        return at + ((next == 'r' || next == 'n' || next == 't') && alone ? 2 : 1); // a line break that was written out
    }

    private int comment(int at) {
        if (text[at + 2] == '!' || text[at + 2] == 'M' && text[at + 3] == '!') {
            tokens.disguise().add(Disguise.CONDITIONAL, at);
            return Numbers.digitsEnd(text, at + 3); // what is in it is run
        }
        if (commentEnd >= 0 && commentEnd < at + 2) {
            commentEnd = chars.indexOf('*', '/', at + 2); // once for all comments: never searched twice
        }
        if (commentEnd < 0) {
            return tokens.add(Kind.LINE, at, at + 2);
        }
        int behind = commentEnd + 2;
        if (at > 0 && isGlue(text[at - 1]) && isGlue(text[behind])) {
            tokens.disguise().add(Disguise.COMMENT, at);
            if (isLetter(text[at - 1]) && isLetter(text[behind])) {
                tokens.disguise().add(Disguise.TEAR, at);
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
