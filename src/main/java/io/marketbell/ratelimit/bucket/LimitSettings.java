package io.marketbell.ratelimit.bucket;

import io.marketbell.identity.Tier;
import java.time.Duration;
import java.util.Map;

/**
 * The limits of all subjects without an override.
 *
 * @param mode the general mode; no policy is stricter
 * @param modes the mode of each policy
 * @param tiers the limits of users by tier
 * @param limits the limits of each policy except that of users
 * @param subjects maximum number of buckets of each policy; beyond it, unknown subjects share one bucket
 * @param idle time after which an unused bucket is removed; every bucket must be full within that time
 * @param patience maximum time for which a connection may send refused frames
 * @param frames the budget of a connection before its frames are parsed
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
        tiers.values().forEach(limit -> requireFullWithinIdleTime(limit, idle));
        limits.values().forEach(limit -> requireFullWithinIdleTime(limit, idle));
    }

    /** Otherwise a subject could exceed the rate by waiting until its bucket is removed. */
    void requireFullWithinIdleTime(Limit limit) {
        requireFullWithinIdleTime(limit, idle);
    }

    private static void requireFullWithinIdleTime(Limit limit, Duration idle) {
        if (limit.timeToFill().compareTo(idle) > 0) {
            throw new IllegalArgumentException("a burst of " + limit.burst() + " at " + limit.ratePerSecond()
                    + " per second must fill within " + idle);
        }
    }
}
