package io.marketbell.health;

import java.util.Locale;

/** How something stands, from good to bad. */
public enum Level {
    HEALTHY,
    /** Slower than it should be; it works. */
    DEGRADED,
    /** Somebody has to look after it now. It works as well as it can, and is not taken out of use for it. */
    UNHEALTHY;

    /** As it is spelt outside. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    Level orWorse(Level other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
