package io.marketbell.network;

import java.util.OptionalInt;

/** Port numbers as they stand in headers. */
public final class Port {
    private Port() {}

    public static int ofScheme(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    /** Empty where it is none; signs, spaces and digits beyond ASCII do not belong in one. */
    public static OptionalInt parse(String text) {
        if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalInt.empty();
        }
        int port = Integer.parseInt(text);
        return port >= 1 && port <= 65_535 ? OptionalInt.of(port) : OptionalInt.empty();
    }
}
