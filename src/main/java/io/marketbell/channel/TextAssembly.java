package io.marketbell.channel;

/**
 * Puts a text frame's fragments together, up to a bound: the container's own bound is for each fragment, and a client
 * could send fragments for ever.
 */
final class TextAssembly {
    private final int limit;
    private final StringBuilder parts = new StringBuilder();
    private long bytes;

    /** @param limit in bytes of UTF-8, all fragments together */
    TextAssembly(int limit) {
        this.limit = limit;
    }

    /** Takes a part; false where with it the whole is too big. */
    boolean add(String part) {
        bytes += utf8Length(part);
        if (bytes > limit) {
            return false;
        }
        parts.append(part);
        return true;
    }

    /** The whole text; the assembly is empty afterwards. */
    String take() {
        String whole = parts.toString();
        parts.setLength(0);
        bytes = 0;
        return whole;
    }

    /** Half a pair of surrogates counts half: a pair may lie across two parts. */
    private static int utf8Length(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return length;
    }
}
