package io.marketbell.health;

import java.util.Locale;

/** Health levels, from best to worst. */
public enum HealthLevel {
    HEALTHY,
    /** Works, but slower than intended. */
    DEGRADED,
    /** Needs attention now. The node continues to work as well as it can and is not taken out of service. */
    UNHEALTHY;

    /** Returns the level as it appears in responses. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public HealthLevel orWorse(HealthLevel other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
