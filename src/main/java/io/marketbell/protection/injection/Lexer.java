package io.marketbell.protection.injection;

/**
 * Cuts a text into SQL's tokens, in one pass and for no dialect in particular: where dialects disagree, nothing that one
 * of them would run is taken for a comment or the inside of a string for good.
 */
final class Lexer {
    /** The text begins inside of no string. */
    static final char BARE = 0;

    private final char[] text;
    private final int length;
    private final Tokens tokens;
    private final Meeting meeting;
    private boolean skipLines;
    private int at;
    /** Where the next comment ends; negative where none does. */
    private int commentEnd;

    private Lexer(Chars text, boolean skipLines, Meeting meeting) {
        this.text = text.all;
        this.length = text.length();
        this.tokens = new Tokens(text);
        this.skipLines = skipLines;
        this.meeting = meeting;
    }

    /**
     * @param quote the quote that the text is read as standing in, or {@link #BARE}
     * @param skipLines whether what follows {@code --} or {@code #} on its line is a comment
     * @param meeting with the readings of the same text before this one
     */
    static Tokens read(Chars text, char quote, boolean skipLines, Meeting meeting) {
        Lexer lexer = new Lexer(text, skipLines, meeting);
        if (quote != BARE) {
            int end = text.indexOf(quote, 0);
            lexer.tokens.steps += end + 1;
            lexer.tokens.add(Kind.BREAK, end, end + 1);
            lexer.at = end + 1;
        }
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        while (at < length) {
            int before = at;
            char c = text[at];
            if (Alphabet.isSpace(c)) {
                at++;
            } else if (meeting.at(before, tokens)) {
                return;
            } else if (Alphabet.isWordStart(c)) {
                word();
            } else if (Alphabet.isDigit(c) || c == '.' && Alphabet.isDigit(text[at + 1])) {
                number();
            } else {
                sign(c);
            }
            tokens.steps += at - before;
        }
    }

    private void add(short kind, int end) {
        tokens.add(kind, at, end);
        at = end;
    }

    private static int wordEnd(char[] text, int from) {
        int at = from;
        while (Alphabet.isWordPart(text[at])) {
            at++;
        }
        return at;
    }

    private void word() {
        int end = wordEnd(text, at + 1);
        short kind = Vocabulary.kind(text, at, end);
        if (text[end] == '\'' && end - at == 1 && isPrefix(text[at]) && !quoteBefore()) {
            at = end; // N'text', x'41': belongs to the string
            return;
        }
        if (kind == Kind.WORD && text[end] == '@' && Alphabet.isWordStart(text[end + 1])) {
            end++; // an address of mail
            while (Alphabet.isWordPart(text[end]) || text[end] == '.') {
                end++;
            }
        }
        if ((kind >= Kind.UNION || kind == Kind.LOGIC || kind == Kind.TELLING) && isOdd(kind, end)) {
            tokens.disguise.add(Disguise.ODD_CASE, at);
        }
        add(kind, end);
    }

    private static boolean isPrefix(char c) {
        return "nxbeuq".indexOf(c | 32) >= 0;
    }

    private boolean quoteBefore() {
        return at > 0 && (text[at - 1] == '\'' || text[at - 1] == '"');
    }

    /** {@code uNiOn}, but not {@code Union}, {@code UNION} or {@code isNull}. */
    private boolean isOdd(short kind, int end) {
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

    private void number() {
        int end = Numbers.end(text, at);
        int last = wordEnd(text, end);
        if (last == end) {
            add(Kind.NUM, end);
        } else {
            wordBehind(end, last);
        }
    }

    /** {@code 1union} is a number and a keyword to some; {@code 7th} is a word to all. */
    private void wordBehind(int digits, int end) {
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
            add(Kind.NUM, from);
            add(kind, end);
        } else if (text[digits - 1] == '.') {
            add(Kind.NUM, digits - 1); // 1.e(…): a name behind a dot
            add(Kind.DOT, digits);
            add(Kind.WORD, end);
        } else {
            add(Kind.WORD, end);
        }
    }

    private void sign(char c) {
        switch (c) {
            case '\'', '"' -> quoted(Kind.STR, Quoted.string(text, length, at));
            case '`' -> quoted(Kind.QUOTED_NAME, Quoted.name(text, length, at));
            case '[' -> {
                int end = Quoted.bracket(text, at);
                add(end > 0 ? Kind.QUOTED_NAME : Kind.OTHER, end > 0 ? end : at + 1);
            }
            case '/' -> slash();
            case '-' -> minus();
            case '#' -> hash();
            case '@' -> variable();
            case '\\' -> backslash(text[at + 1]);
            default -> plain();
        }
    }

    private void plain() {
        int sign = Signs.read(text, at);
        add((short) (sign >> 2), at + (sign & 3));
    }

    private void quoted(short kind, int end) {
        add(end < 0 ? Kind.OPEN : kind, Math.abs(end));
    }

    private void minus() {
        if (text[at + 1] != '-') {
            plain();
            return;
        }
        int end = at;
        while (text[end] == '-') {
            end++;
        }
        line(end);
    }

    private void hash() {
        if (text[at + 1] == '>' || text[at + 1] == '-' && text[at + 2] != '-') {
            plain();
        } else {
            line(at + 1);
        }
    }

    /** Read over to the end of the line only if asked to: not every database takes it for a comment. */
    private void line(int behind) {
        int end = behind;
        while (skipLines && end < length && text[end] != '\n') {
            end++;
        }
        if (skipLines && end < length) {
            at = end;
        } else {
            skipLines = false; // none of the later ones ends, either
            add(Kind.LINE, behind);
        }
    }

    private void variable() {
        char next = text[at + 1];
        if (next == '>' || next == '?' && text[at + 2] == ' ') {
            add(Kind.JSON, at + 2);
            return;
        }
        boolean system = next == '@' && Alphabet.isWordStart(text[at + 2]);
        if (system || Alphabet.isWordPart(next) || next == '`') {
            add(system ? Kind.SYSVAR : Kind.VAR, wordEnd(text, at + (system ? 2 : 1)));
        } else {
            add(Kind.OTHER, at + 1);
        }
    }

    /** {@code \N} is MySQL's null; before a quote it is of no weight. */
    private void backslash(char next) {
        boolean alone = !Alphabet.isWordPart(text[at + 2]);
        if (next == 'N' && alone) {
            add(Kind.NULL, at + 2);
        } else {
            at += (next == 'r' || next == 'n' || next == 't') && alone ? 2 : 1; // a line break that was written out
        }
    }

    private void slash() {
        if (text[at + 1] != '*') {
            plain();
            return;
        }
        if (text[at + 2] == '!' || text[at + 2] == 'M' && text[at + 3] == '!') {
            tokens.disguise.add(Disguise.CONDITIONAL, at);
            at = Numbers.digitsEnd(text, at + 3); // what is in it is run
            return;
        }
        if (commentEnd >= 0 && commentEnd < at + 2) {
            commentEnd = commentEnd(at + 2); // once for all comments: never searched twice
            tokens.steps += (commentEnd < 0 ? length : commentEnd) - at;
        }
        if (commentEnd < 0) {
            add(Kind.LINE, at + 2);
            return;
        }
        int behind = commentEnd + 2;
        if (at > 0 && isGlue(text[at - 1]) && isGlue(text[behind])) {
            tokens.disguise.add(Disguise.COMMENT, at);
            if (isLetter(text[at - 1]) && isLetter(text[behind])) {
                tokens.disguise.add(Disguise.TEAR, at);
            }
        }
        at = behind;
    }

    private int commentEnd(int from) {
        for (int i = from; i < length; i++) {
            if (text[i] == '*' && text[i + 1] == '/') {
                return i;
            }
        }
        return -1;
    }

    private static boolean isLetter(char c) {
        return (c | 32) >= 'a' && (c | 32) <= 'z';
    }

    private static boolean isGlue(char c) {
        return Alphabet.isWordPart(c) || "'\")(=@/".indexOf(c) >= 0;
    }
}
