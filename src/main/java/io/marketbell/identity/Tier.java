package io.marketbell.identity;

import java.util.Locale;
import java.util.Optional;

/** What a caller has paid for: decides how often it may call. */
public enum Tier {
    STANDARD,
    PREMIUM,
    BROKER;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** As it stands in JSON. */
    public String label() {
        return label;
    }

    /** The tier with this label; empty where there is none. */
    public static Optional<Tier> of(String label) {
        for (Tier tier : values()) {
            if (tier.label().equals(label)) {
                return Optional.of(tier);
            }
        }
        return Optional.empty();
    }
}
