package io.marketbell.ratelimit.bucket;

import io.marketbell.identity.Tier;

/** Finds tiers by their labels. */
final class TierLabels {
    private TierLabels() {}

    static Tier named(String label) {
        for (Tier tier : Tier.values()) {
            if (tier.label().equals(label)) {
                return tier;
            }
        }
        throw new IllegalArgumentException("a tier must be one of standard, premium, broker");
    }
}
