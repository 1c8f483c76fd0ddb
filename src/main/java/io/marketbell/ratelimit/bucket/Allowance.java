package io.marketbell.ratelimit.bucket;

import static java.util.Objects.requireNonNull;

/**
 * The limit of a subject that replaces the one that would apply otherwise.
 *
 * @param mode replaces the mode of the policy, or null; no subject is treated more strictly than the general mode
 */
public record Allowance(Limit limit, Mode mode) {
    public Allowance {
        requireNonNull(limit, "limit");
    }
}
