package io.marketbell.cluster;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a message on the bus is about. Sent by its word: constants must not be renamed. */
public enum BusTopic {
    /** Volatile notifications. */
    VOLATILE,
    /** Durable notifications that were committed. */
    COMMITTED,
    /** Acknowledgements that a node accepted. */
    ACKNOWLEDGED,
    /** Credentials that were revoked. */
    REVOKED,
    /** Rate limits that were changed or reset. */
    LIMITS,
    /** Users whose data was erased. */
    ERASED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns empty for a topic of a newer release; its messages are ignored. */
    public static Optional<BusTopic> of(String word) {
        return Arrays.stream(values())
                .filter(topic -> topic.word().equals(word))
                .findFirst();
    }
}
