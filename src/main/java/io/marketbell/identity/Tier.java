package io.marketbell.identity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The service level of a caller; determines its rate limits. */
public enum Tier {
    STANDARD,
    PREMIUM,
    BROKER;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** Returns the name used in JSON. */
    public String label() {
        return label;
    }

    /** Returns the tier with this label; empty if there is none. */
    public static Optional<Tier> of(String label) {
        return Arrays.stream(values()).filter(tier -> tier.label.equals(label)).findFirst();
    }
}
