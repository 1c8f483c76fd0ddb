package io.marketbell.ratelimit.bucket;

import static java.util.Objects.requireNonNull;

import io.marketbell.identity.Tier;
import java.util.Locale;

/**
 * A subject that has a limit: {@code user:alice}, {@code address:203.0.113.7}, {@code address:2001:db8::/64}, {@code
 * handshake:203.0.113.7}, {@code endpoint:POST /api/v1/notifications}, {@code anonymous:POST /api/v1/notifications}; or
 * {@code tier:premium}, which has no bucket but sets the limit of users.
 */
public record Subject(Kind kind, String name) {
    private static final int LONGEST = 200;

    /** The kinds of subjects, with the policy of the bucket, or null. */
    public enum Kind {
        USER(Policy.USER),
        ADDRESS(Policy.ADDRESS),
        HANDSHAKE(Policy.HANDSHAKE),
        ENDPOINT(Policy.ENDPOINT),
        ANONYMOUS(Policy.ANONYMOUS),
        TIER(null);

        private final Policy policy;

        Kind(Policy policy) {
            this.policy = policy;
        }

        Policy policy() {
            return policy;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Subject {
        requireNonNull(kind, "kind");
        requireNonNull(name, "name");
    }

    /** Parses the format of {@link #toString}. An address is converted to the name of its bucket. */
    public static Subject parse(String text) {
        int colon = text.indexOf(':');
        for (Kind kind : Kind.values()) {
            if (colon > 0 && kind.label().equals(text.substring(0, colon))) {
                return new Subject(kind, name(kind, text.substring(colon + 1)));
            }
        }
        throw new IllegalArgumentException(
                "a subject must begin with user:, address:, handshake:, endpoint:, anonymous: or tier:, such as user:alice");
    }

    private static String name(Kind kind, String given) {
        if (given.isEmpty() || given.length() > LONGEST || given.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a " + kind.label() + " must have 1 to " + LONGEST + " characters and no control characters");
        }
        if (kind == Kind.TIER) {
            tier(given);
        }
        return kind == Kind.ADDRESS || kind == Kind.HANDSHAKE ? ClientAddress.parse(given) : given;
    }

    private static Tier tier(String label) {
        return Tier.of(label)
                .orElseThrow(() -> new IllegalArgumentException("a tier must be one of standard, premium, broker"));
    }

    /** Returns the tier of this name, if this is the subject of a tier. */
    Tier tier() {
        return tier(name);
    }

    public static Subject of(Policy policy, String name) {
        return new Subject(Kind.valueOf(policy.name()), name);
    }

    @Override
    public String toString() {
        return kind.label() + ':' + name;
    }
}
