package io.marketbell.identity;

import java.util.Locale;

/** What a caller has paid for: decides how often it may call. */
public enum Tier {
    STANDARD,
    PREMIUM,
    BROKER;

    /** As it stands in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
