package io.marketbell.cluster;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How nodes share a database. Stored in the database by name: constants must not be renamed. */
public enum ClusterMode {
    /** One node per database. */
    SINGLE,
    /** Several nodes share a PostgreSQL database. */
    POSTGRESQL,
    /** Several nodes share a PostgreSQL database, and exchange volatile notifications and limits over Redis. */
    REDIS;

    /** Returns the value of the setting that selects this mode. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such mode */
    static ClusterMode of(String word) {
        return Arrays.stream(values())
                .filter(mode -> mode.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("marketbell.cluster.mode is " + word
                        + "; it must be one of "
                        + Arrays.stream(values()).map(ClusterMode::word).collect(Collectors.joining(", "))));
    }
}
