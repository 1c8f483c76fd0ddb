package io.marketbell.channel.websocket;

/**
 * The syntax of {@code Sec-WebSocket-Extensions} (RFC 6455, section 9.1): extensions separated by commas, each with
 * parameters separated by semicolons. No extension is supported, so only the syntax matters.
 */
final class ExtensionList {
    private static final String SYMBOLS = "!#$%&'*+-.^_`|~";

    private final String text;
    private int at;

    private ExtensionList(String text) {
        this.text = text;
    }

    static boolean isValid(String text) {
        return new ExtensionList(text).parse();
    }

    private boolean parse() {
        do {
            skipBlanks();
            if (!token() || !parameters()) {
                return false;
            }
        } while (accept(','));
        return at == text.length();
    }

    private boolean parameters() {
        skipBlanks();
        while (accept(';')) {
            skipBlanks();
            if (!token()) {
                return false;
            }
            skipBlanks();
            if (accept('=')) {
                skipBlanks();
                if (!quoted() && !token()) {
                    return false;
                }
                skipBlanks();
            }
        }
        return true;
    }

    private boolean token() {
        int begin = at;
        while (at < text.length() && isTokenCharacter(text.charAt(at))) {
            at++;
        }
        return at > begin;
    }

    private static boolean isTokenCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || SYMBOLS.indexOf(c) >= 0;
    }

    /** Consumes a quoted string; nothing if there is none or it has no end. */
    private boolean quoted() {
        if (at >= text.length() || text.charAt(at) != '"') {
            return false;
        }
        for (int i = at + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '"') {
                at = i + 1;
                return true;
            }
        }
        return false;
    }

    private boolean accept(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void skipBlanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }
}
