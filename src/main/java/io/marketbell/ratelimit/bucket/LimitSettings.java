package io.marketbell.ratelimit.bucket;

import io.marketbell.identity.Tier;
import java.time.Duration;
import java.util.Map;

/**
 * The limits of everybody who has none of their own.
 *
 * @param mode the general one: no policy is stricter
 * @param modes of each policy
 * @param tiers of users
 * @param limits of each policy but users'
 * @param subjects buckets kept for each policy; when there are so many, unknown subjects share one
 * @param idle after which a bucket that nobody uses is forgotten; each must be full by then
 * @param patience how long a connection may go on sending frames that are refused
 * @param frames what a connection may send before its frames are parsed
 */
public record LimitSettings(
        Mode mode,
        Map<Policy, Mode> modes,
        Map<Tier, Limit> tiers,
        Map<Policy, Limit> limits,
        int subjects,
        Duration idle,
        Duration patience,
        FrameBudget frames) {

    public LimitSettings {
        modes = Map.copyOf(modes);
        tiers = Map.copyOf(tiers);
        limits = Map.copyOf(limits);
        if (subjects < 1) {
            throw new IllegalArgumentException("at least one subject must have a bucket");
        }
        tiers.values().forEach(limit -> demandFullWhenForgotten(limit, idle));
        limits.values().forEach(limit -> demandFullWhenForgotten(limit, idle));
    }

    /** Otherwise a subject could exceed the rate by waiting until its bucket is forgotten. */
    void demandFullWhenForgotten(Limit limit) {
        demandFullWhenForgotten(limit, idle);
    }

    private static void demandFullWhenForgotten(Limit limit, Duration idle) {
        if (limit.timeToFill().compareTo(idle) > 0) {
            throw new IllegalArgumentException("a burst of " + limit.burst() + " at " + limit.ratePerSecond()
                    + " a second takes longer to fill than an unused bucket is kept, " + idle);
        }
    }
}
