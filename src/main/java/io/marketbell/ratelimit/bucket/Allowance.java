package io.marketbell.ratelimit.bucket;

import static java.util.Objects.requireNonNull;

/**
 * What a subject is allowed in place of what would apply to it.
 *
 * @param mode in place of its policy's, or null; no subject is treated more strictly than the general mode says
 */
public record Allowance(Limit limit, Mode mode) {
    public Allowance {
        requireNonNull(limit, "limit");
    }
}
