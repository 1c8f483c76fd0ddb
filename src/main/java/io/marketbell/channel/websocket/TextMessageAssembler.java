package io.marketbell.channel.websocket;

/**
 * Joins the fragments of a text frame, up to a limit. The container's limit applies to each fragment, and the number of
 * fragments would otherwise be unlimited. Holds no memory between frames, and does not copy a frame that arrives in one
 * part.
 */
final class TextMessageAssembler {
    private String first;
    private StringBuilder parts;
    private long bytes;

    /**
     * Adds a part. Returns false if the total size then exceeds the limit.
     *
     * @param partBytes size of the part in UTF-8
     * @param limit maximum total size of all fragments in bytes of UTF-8
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

    /** Returns the whole text and clears the assembler. */
    String take() {
        String whole = parts != null ? parts.toString() : first == null ? "" : first;
        first = null;
        parts = null;
        bytes = 0;
        return whole;
    }
}
