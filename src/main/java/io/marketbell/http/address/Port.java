package io.marketbell.http.address;

import java.util.OptionalInt;

/** Parses port numbers from headers. */
public final class Port {
    private Port() {}

    public static int ofScheme(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    /** Returns empty if the text is not a port number. Signs, spaces and non-ASCII digits are rejected. */
    public static OptionalInt parse(String text) {
        if (text.isEmpty() || text.length() > 5) {
            return OptionalInt.empty();
        }
        int port = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return OptionalInt.empty();
            }
            port = port * 10 + c - '0';
        }
        return port >= 1 && port <= 65_535 ? OptionalInt.of(port) : OptionalInt.empty();
    }
}
