package io.marketbell.protection.injection;

/** A decoded text, read as SQL in each context it could have been put into. */
final class SqlText {
    private static final char[] QUOTES = {'\'', '"', '`'};

    private int steps;

    /** @return the rule that found an attack, or null */
    Rule inspect(String text) {
        steps += text.length();
        if (isHarmless(text)) {
            return null;
        }
        Rule found = inspect(text, false, false);
        if (found == null && isFormText(text)) {
            found = inspect(text, true, false);
        }
        if (found == null && hasLineComments(text)) {
            found = inspect(text, false, true);
        }
        return found;
    }

    private Rule inspect(String text, boolean plusIsSpace, boolean skipLines) {
        Rule found = read(text, Lexer.BARE, plusIsSpace, skipLines);
        for (int i = 0; i < QUOTES.length && found == null; i++) {
            if (text.indexOf(QUOTES[i]) >= 0) {
                found = read(text, QUOTES[i], plusIsSpace, skipLines);
            }
        }
        return found;
    }

    private Rule read(String text, char quote, boolean plusIsSpace, boolean skipLines) {
        Tokens tokens = Lexer.read(text, quote, plusIsSpace, skipLines);
        Rule found = SqlReading.of(tokens);
        steps += tokens.steps;
        return found;
    }

    /** Nothing but one word or number: no attack is that short of signs. */
    private static boolean isHarmless(String text) {
        if (text.length() < 2) {
            return true;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c >= 'a' && c <= 'z'
                    || c >= '0' && c <= '9'
                    || c >= 'A' && c <= 'Z'
                    || c == '.'
                    || c == ':'
                    || c == '-' && i > 0 && text.charAt(i - 1) != '-';
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    /** As a browser writes a form: pluses, and not one space. */
    private static boolean isFormText(String text) {
        return text.indexOf('+') >= 0 && text.indexOf(' ') < 0;
    }

    private static boolean hasLineComments(String text) {
        return text.indexOf('\n') >= 0 && (text.indexOf('#') >= 0 || text.indexOf("--") >= 0);
    }

    /** How many characters and tokens were looked at: what the work is linear in. */
    int steps() {
        return steps;
    }
}
