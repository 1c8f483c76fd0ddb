package io.marketbell.injection.detector;

import java.util.Optional;

/**
 * Tells whether a text is an attack. Holds no state; its work grows with the length of the text and with nothing else.
 */
public final class InjectionDetector {
    private InjectionDetector() {}

    /** Where a text comes from decides how strictly its encoding is taken. */
    public enum Origin {
        /** The path of a URL, escaped. */
        PATH,
        /** A name or a value of a URL's query, escaped. */
        QUERY,
        /** What a body, a frame, a header or a cookie says: may hold {@code 5%} and line breaks. */
        TEXT
    }

    /** Inspects a free text, and tells an attack from a text that only resembles one. */
    public static Optional<Detection> grade(String text) {
        return Optional.ofNullable(new TextInspection().grade(text));
    }

    /** @return the rule that found an attack */
    public static Optional<Rule> inspect(String text, Origin origin) {
        return Optional.ofNullable(new TextInspection().inspect(text, origin));
    }
}
