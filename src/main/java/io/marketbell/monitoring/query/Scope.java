package io.marketbell.monitoring.query;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a report is about. */
public enum Scope {
    /** The node that answers; the default. */
    NODE,
    /** All nodes of the cluster, as far as their measurements are known. */
    CLUSTER;

    public static final String PARAMETER = "scope";
    static final List<String> WORDS = Arrays.stream(values()).map(Scope::word).toList();

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Scope named(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
