package io.marketbell.publish;

import io.marketbell.json.JsonPlace;

/** Decides whether a text of a publisher is accepted. */
public interface TextPolicy {

    /** The purpose of a text in an item. */
    enum Kind {
        /** A name, the key, the callback URL, or a member name in the body. */
        IDENTIFIER,
        /** A value in the body. */
        FREE_TEXT
    }

    /**
     * Returns the problem detail if the text is refused, or null if it is accepted.
     *
     * @param place location of the text in the item
     */
    String refusal(Kind kind, JsonPlace place, String text);
}
