package io.marketbell.publish;

/** Decides whether a text of a publisher is accepted. */
public interface TextPolicy {

    /** What a text of an item is for. */
    enum Kind {
        /** A name, the key, the callback's URL, or a member's name in the body. */
        IDENTIFIER,
        /** A value in the body. */
        FREE_TEXT
    }

    /**
     * Returns the detail of the problem where the text is refused, or null where it is accepted.
     *
     * @param pointer of the text in the item, as a JSON pointer (RFC 6901)
     */
    String refusal(Kind kind, String pointer, String text);
}
