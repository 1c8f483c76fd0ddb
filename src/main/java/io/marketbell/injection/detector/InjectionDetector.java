package io.marketbell.injection.detector;

import io.marketbell.injection.detector.finding.Detection;
import io.marketbell.injection.detector.finding.Rule;
import java.util.Optional;

/**
 * Detects SQL injection and path traversal in a text. Stateless and thread-safe. Its work is linear in the length of
 * the text.
 */
public final class InjectionDetector {
    private InjectionDetector() {}

    /** The origin of a text determines how strictly its encoding is checked. */
    public enum Origin {
        /** The path of a URL, percent-encoded. */
        PATH,
        /** A segment of such a path, if it is a value. */
        SEGMENT,
        /** A name or a value of a URL's query, percent-encoded. */
        QUERY,
        /** Text of a body, a frame, a header or a cookie: may contain {@code 5%} and line breaks. */
        TEXT
    }

    /**
     * Inspects a free text and grades how certain the detection is. Finds nothing in texts that resemble SQL only as
     * conditions of traders and prose do, although {@link #inspect} rejects them.
     */
    public static Optional<Detection> grade(String text) {
        return Optional.ofNullable(new TextInspection().grade(text));
    }

    /** @return the rule that matched */
    public static Optional<Rule> inspect(String text, Origin origin) {
        return Optional.ofNullable(new TextInspection().inspect(text, origin));
    }
}
