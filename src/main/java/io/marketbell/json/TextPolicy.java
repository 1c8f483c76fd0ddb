package io.marketbell.json;

/** Decides whether a text in the JSON of a client or publisher is accepted. */
public interface TextPolicy {

    /** The purpose of a text. */
    enum Kind {
        /** A name, a key, a URL, a member name, or the value of a parameter that the protocol defines. */
        IDENTIFIER,
        /** A value in the body of an item, or a string to which the protocol assigns no meaning. */
        FREE_TEXT
    }

    /**
     * Returns the problem detail if the text is refused, or null if it is accepted.
     *
     * @param place location of the text
     */
    String refusal(Kind kind, JsonPlace place, String text);

    /** This policy for a caller who is not authenticated: no text is free text. */
    default TextPolicy strict() {
        return (kind, place, text) -> refusal(Kind.IDENTIFIER, place, text);
    }
}
