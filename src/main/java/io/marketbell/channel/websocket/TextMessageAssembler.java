package io.marketbell.channel.websocket;

/**
 * Joins the fragments of a text frame, up to a bound: the container's own bound is for each fragment, and a client could
 * send fragments for ever. Keeps no memory between frames, and does not copy a frame that comes in one part.
 */
final class TextMessageAssembler {
    private String first;
    private StringBuilder parts;
    private long bytes;

    /**
     * Takes a part; false where the whole is then above the limit.
     *
     * @param partBytes of the part in UTF-8
     * @param limit in bytes of UTF-8, all fragments together
     */
    boolean add(String part, int partBytes, int limit) {
        bytes += partBytes;
        if (bytes > limit) {
            first = null;
            parts = null;
            return false;
        }
        if (first == null && parts == null) {
            first = part;
            return true;
        }
        if (parts == null) {
            parts = new StringBuilder(first.length() + part.length()).append(first);
            first = null;
        }
        parts.append(part);
        return true;
    }

    /** The whole text; the assembly is empty afterwards. */
    String take() {
        String whole = parts != null ? parts.toString() : first == null ? "" : first;
        first = null;
        parts = null;
        bytes = 0;
        return whole;
    }

    /** In bytes. Half a pair of surrogates counts half: a pair may lie across two parts. */
    static int utf8Length(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return length;
    }
}
