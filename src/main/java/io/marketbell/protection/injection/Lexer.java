package io.marketbell.protection.injection;

/**
 * Cuts a text into SQL's tokens, in one pass and for no dialect in particular: where dialects disagree, nothing that one
 * of them would run is taken for a comment or the inside of a string for good.
 */
final class Lexer {
    /** The text begins inside of no string. */
    static final char BARE = 0;

    private final String text;
    private final Tokens tokens;
    private final boolean plusIsSpace;
    private boolean skipLines;
    private int at;
    /** Where the next comment ends; negative where none does. */
    private int commentEnd;

    private Lexer(String text, boolean plusIsSpace, boolean skipLines) {
        this.text = text;
        this.tokens = new Tokens(text);
        this.plusIsSpace = plusIsSpace;
        this.skipLines = skipLines;
    }

    /**
     * @param quote the quote that the text is read as standing in, or {@link #BARE}
     * @param plusIsSpace whether it is a form's text
     * @param skipLines whether what follows {@code --} or {@code #} on its line is a comment
     */
    static Tokens read(String text, char quote, boolean plusIsSpace, boolean skipLines) {
        Lexer lexer = new Lexer(text, plusIsSpace, skipLines);
        if (quote != BARE) {
            int end = text.indexOf(quote);
            lexer.tokens.steps += end + 1;
            lexer.tokens.add(Kind.BREAK, end, end + 1);
            lexer.at = end + 1;
        }
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        int length = text.length();
        while (at < length) {
            int before = at;
            char c = text.charAt(at);
            if (isSpace(c)) {
                at++;
            } else if (isWordStart(c)) {
                word();
            } else if (Vocabulary.isDigit(c) || c == '.' && Vocabulary.isDigit(peek(1))) {
                number();
            } else {
                sign(c);
            }
            tokens.steps += at - before;
        }
    }

    private boolean isSpace(char c) {
        return c <= ' '
                || c == 0xA0
                || c == 0x3000
                || c >= 0x2000 && c <= 0x200B
                || c == 0xFEFF
                || c == 0x85
                || plusIsSpace && c == '+';
    }

    private static boolean isWordStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '$' || c >= 0x80;
    }

    private static boolean isWordPart(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '_'
                || c == '$'
                || c >= 0x80 && c != 0xA0 && c != 0x3000 && !(c >= 0x2000 && c <= 0x206F);
    }

    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : 0;
    }

    private void word() {
        int from = at;
        int hash = Vocabulary.step(0, text.charAt(at++));
        while (at < text.length() && isWordPart(text.charAt(at))) {
            hash = Vocabulary.step(hash, text.charAt(at++));
        }
        short kind = Vocabulary.kind(text, from, at, hash);
        char next = peek(0);
        if (next == '\'' && at - from == 1 && "nNxXbBeEuUqQ".indexOf(text.charAt(from)) >= 0 && !quoteBefore(from)) {
            return; // N'text', x'41': belongs to the string
        }
        if (kind == Kind.WORD && next == '@' && isWordStart(peek(1))) {
            at++; // an address of mail
            while (at < text.length() && (isWordPart(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
        }
        if (kind >= Kind.UNION || kind == Kind.LOGIC || kind == Kind.TELLING) {
            countOdd(kind, from);
        }
        tokens.add(kind, from, at);
    }

    /** {@code uNiOn}, but not {@code Union}, {@code UNION} or {@code isNull}. */
    private void countOdd(short kind, int from) {
        int changes = 0;
        boolean upper = text.charAt(from) < 'a';
        for (int i = from + 1; i < at; i++) {
            boolean next = text.charAt(i) >= 'A' && text.charAt(i) <= 'Z';
            changes += next != upper ? 1 : 0;
            upper = next;
        }
        boolean usual = changes == 0 || changes == 1 && text.charAt(from) < 'a' && text.charAt(from + 1) >= 'a';
        if (!usual && kind != Kind.IS && kind != Kind.FILE && kind != Kind.TYPE) {
            tokens.odd++;
        }
    }

    private boolean quoteBefore(int i) {
        return i > 0 && (text.charAt(i - 1) == '\'' || text.charAt(i - 1) == '"');
    }

    private void number() {
        int from = at;
        if (text.charAt(at) == '0' && (peek(1) | 32) == 'x') {
            at += 2;
            run(16);
            end(from);
            return;
        }
        run(10);
        if (peek(0) == '.' && peek(1) != '.') {
            at++;
            run(10);
        }
        char sign = peek(1);
        if ((peek(0) | 32) == 'e' && (Vocabulary.isDigit(sign) || (sign == '-' || sign == '+') && isDigitAt(2))) {
            at += 2;
            run(10);
        }
        end(from);
    }

    private boolean isDigitAt(int ahead) {
        return Vocabulary.isDigit(peek(ahead));
    }

    private void run(int radix) {
        while (at < text.length() && Character.digit(text.charAt(at), radix) >= 0 && text.charAt(at) < 0x80) {
            at++;
        }
    }

    /** {@code 1union} is a number and a keyword to some; {@code 7th} is a word to all. */
    private void end(int from) {
        int digits = at;
        int hash = 0;
        while (at < text.length() && isWordPart(text.charAt(at))) {
            hash = Vocabulary.step(hash, text.charAt(at++));
        }
        if (at == digits) {
            tokens.add(Kind.NUM, from, at);
            return;
        }
        short kind = Vocabulary.kind(text, digits, at, hash);
        char suffix = (char) (text.charAt(digits) | 32);
        if (kind == Kind.WORD && (suffix == 'f' || suffix == 'd')) {
            int rest = 0;
            for (int i = digits + 1; i < at; i++) {
                rest = Vocabulary.step(rest, text.charAt(i));
            }
            short behind = Vocabulary.kind(text, digits + 1, at, rest);
            digits += behind == Kind.UNION || behind == Kind.FROM ? 1 : 0; // 1fUNION: a suffix of some dialects
            kind = digits > 0 && (behind == Kind.UNION || behind == Kind.FROM) ? behind : kind;
        }
        boolean split = kind == Kind.LOGIC
                || kind == Kind.UNION
                || kind == Kind.SELECT
                || kind == Kind.FROM
                || kind == Kind.LIKE
                || kind == Kind.WORD_ARITH
                || kind == Kind.BETWEEN
                || kind == Kind.HAVING
                || kind == Kind.GROUP
                || kind == Kind.ORDER
                || kind == Kind.WAITFOR
                || kind == Kind.PROCEDURE;
        if (split) {
            tokens.add(Kind.NUM, from, digits);
            tokens.add(kind, digits, at);
        } else if (text.charAt(digits - 1) == '.') {
            tokens.add(Kind.NUM, from, digits - 1); // 1.e(…): a name behind a dot
            tokens.add(Kind.DOT, digits - 1, digits);
            tokens.add(Kind.WORD, digits, at);
        } else {
            tokens.add(Kind.WORD, from, at);
        }
    }

    private void sign(char c) {
        char next = peek(1);
        switch (c) {
            case '\'', '"' -> string(c);
            case '`' -> name('`');
            case '[' -> bracket();
            case '(' -> one(Kind.LPAR, 1);
            case ')' -> one(Kind.RPAR, 1);
            case ',' -> one(Kind.COMMA, 1);
            case ';' -> one(Kind.SEMI, 1);
            case '{' -> one(Kind.LBRACE, 1);
            case '}' -> one(Kind.RBRACE, 1);
            case '.' -> one(Kind.DOT, 1);
            case '*' -> one(next == '/' ? Kind.OTHER : Kind.STAR, next == '/' ? 2 : 1);
            case '/' -> slash(next);
            case '-' -> minus(next);
            case '#' -> hash(next);
            case '@' -> variable(next);
            case '|' -> one(next == '|' ? Kind.PIPES : Kind.ARITH, next == '|' ? 2 : 1);
            case '&' -> one(next == '&' ? Kind.LOGIC : Kind.ARITH, next == '&' ? 2 : 1);
            case '=' -> one(Kind.CMP, next == '=' ? 2 : 1);
            case '<' -> less(next);
            case '>' -> one(next == '>' ? Kind.ARITH : Kind.CMP, next == '=' || next == '>' ? 2 : 1);
            case '!' -> one(next == '=' || next == '~' ? Kind.CMP : Kind.BANG, next == '=' || next == '~' ? 2 : 1);
            case '~' -> one(next == '*' ? Kind.CMP : Kind.ARITH, next == '*' ? 2 : 1);
            case '+', '%', '^' -> one(Kind.ARITH, 1);
            case ':' ->
                one(
                        next == ':' ? Kind.CAST_MARK : next == '=' ? Kind.CMP : Kind.OTHER,
                        next == ':' || next == '=' ? 2 : 1);
            case '?' -> one(next == '|' || next == '&' ? Kind.JSON : Kind.QMARK, next == '|' || next == '&' ? 2 : 1);
            case '\\' -> backslash(next);
            default -> one(Kind.OTHER, 1);
        }
    }

    private void one(short kind, int length) {
        tokens.add(kind, at, at + length);
        at += length;
    }

    private void less(char next) {
        if (next == '@') {
            one(Kind.JSON, 2);
        } else if (next == '<') {
            one(Kind.ARITH, 2);
        } else {
            one(Kind.CMP, next == '=' && peek(2) == '>' ? 3 : next == '=' || next == '>' ? 2 : 1);
        }
    }

    private void minus(char next) {
        if (next == '>') {
            one(Kind.JSON, peek(2) == '>' ? 3 : 2);
        } else if (next == '-') {
            int from = at;
            while (peek(0) == '-') {
                at++;
            }
            line(from);
        } else {
            one(Kind.ARITH, 1);
        }
    }

    /** Read over to the end of the line only if asked to: not every database takes it for a comment. */
    private void line(int from) {
        int end = skipLines ? text.indexOf('\n', at) : -1;
        if (end < 0) {
            skipLines = false; // none of the later ones ends, either
            tokens.add(Kind.LINE, from, at);
        } else {
            at = end;
        }
    }

    private void hash(char next) {
        if (next == '>' || next == '-' && peek(2) != '-') {
            one(Kind.JSON, peek(2) == '>' ? 3 : 2);
        } else {
            at++;
            line(at - 1);
        }
    }

    private void variable(char next) {
        int from = at;
        if (next == '>' || next == '?' && peek(2) == ' ') {
            one(Kind.JSON, 2);
            return;
        }
        boolean system = next == '@' && isWordStart(peek(2));
        if (!system && !(isWordPart(next) || next == '`')) {
            one(Kind.OTHER, 1);
            return;
        }
        at += system ? 2 : 1;
        while (at < text.length() && isWordPart(text.charAt(at))) {
            at++;
        }
        tokens.add(system ? Kind.SYSVAR : Kind.VAR, from, at);
    }

    /** {@code \N} is MySQL's null; before a quote it is of no weight. */
    private void backslash(char next) {
        if (next == 'N' && !isWordPart(peek(2))) {
            one(Kind.NULL, 2);
        } else if ((next == 'r' || next == 'n' || next == 't') && !isWordPart(peek(2))) {
            at += 2; // a line break that was written out
        } else {
            at++;
        }
    }

    private void slash(char next) {
        if (next != '*') {
            one(Kind.ARITH, 1);
            return;
        }
        if (peek(2) == '!' || peek(2) == 'M' && peek(3) == '!') {
            tokens.conditional = true;
            at += 3;
            while (Vocabulary.isDigit(peek(0))) {
                at++;
            }
            return; // what is in it is run
        }
        if (commentEnd >= 0 && commentEnd < at + 2) {
            commentEnd = text.indexOf("*/", at + 2); // once for all comments: never searched twice
            tokens.steps += (commentEnd < 0 ? text.length() : commentEnd) - at;
        }
        int end = commentEnd;
        if (end < 0) {
            tokens.add(Kind.LINE, at, at + 2);
            at += 2;
            return;
        }
        if (at > 0 && end + 2 < text.length() && isGlue(text.charAt(at - 1)) && isGlue(text.charAt(end + 2))) {
            tokens.comments++;
            tokens.tears += isLetter(text.charAt(at - 1)) && isLetter(text.charAt(end + 2)) ? 1 : 0;
        }
        at = end + 2;
    }

    private static boolean isLetter(char c) {
        return (c | 32) >= 'a' && (c | 32) <= 'z';
    }

    private static boolean isGlue(char c) {
        return isWordPart(c) || c == '\'' || c == '"' || c == ')' || c == '(' || c == '=' || c == '@' || c == '/';
    }

    private void string(char quote) {
        int from = at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\' && peek(0) == quote) {
                at++;
            } else if (c == quote) {
                if (peek(0) != quote) {
                    tokens.add(Kind.STR, from, at);
                    return;
                }
                at++;
            }
        }
        tokens.add(Kind.OPEN, from, at);
    }

    private void name(char quote) {
        int from = at++;
        while (at < text.length() && text.charAt(at) != quote) {
            at++;
        }
        at = Math.min(at + 1, text.length());
        tokens.add(text.charAt(at - 1) == quote && at - from > 1 ? Kind.QUOTED_NAME : Kind.OPEN, from, at);
    }

    /** {@code [name]} of SQL Server, where what is in the brackets looks like one. */
    private void bracket() {
        int end = at + 1;
        while (end < text.length() && end < at + 40 && isWordPart(text.charAt(end))) {
            end++;
        }
        if (end < text.length() && text.charAt(end) == ']' && end > at + 1 && !Vocabulary.isDigit(peek(1))) {
            tokens.add(Kind.QUOTED_NAME, at, end + 1);
            at = end + 1;
        } else {
            one(Kind.OTHER, 1);
        }
    }
}
