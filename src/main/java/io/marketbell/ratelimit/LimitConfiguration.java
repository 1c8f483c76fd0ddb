package io.marketbell.ratelimit;

import io.marketbell.identity.Tier;
import io.marketbell.ratelimit.bucket.FrameBudget;
import io.marketbell.ratelimit.bucket.Limit;
import io.marketbell.ratelimit.bucket.LimitSettings;
import io.marketbell.ratelimit.bucket.Mode;
import io.marketbell.ratelimit.bucket.Policy;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/** The rate-limit settings from MicroProfile Config; docs/reference/settings-edge.md lists them. */
record LimitConfiguration(Config config) {
    private static final String PREFIX = "marketbell.ratelimit.";

    /** @throws IllegalArgumentException if a setting is invalid */
    LimitSettings settings() {
        Mode general = mode("mode", Mode.BLOCK);
        Map<Policy, Mode> modes = new EnumMap<>(Policy.class);
        for (Policy policy : Policy.values()) {
            modes.put(policy, mode(policy.label() + ".mode", general));
        }
        Map<Tier, Limit> tiers = new EnumMap<>(Tier.class);
        tiers.put(Tier.STANDARD, limit("user.standard", Limit.of(10)));
        tiers.put(Tier.PREMIUM, limit("user.premium", Limit.of(50)));
        tiers.put(Tier.BROKER, limit("user.broker", Limit.of(500)));
        Map<Policy, Limit> limits = new EnumMap<>(Policy.class);
        limits.put(Policy.ADDRESS, limit("address", Limit.of(200)));
        limits.put(Policy.HANDSHAKE, limit("handshake", new Limit(50, 200)));
        limits.put(Policy.ENDPOINT, limit("endpoint", Limit.of(5_000)));
        limits.put(Policy.ANONYMOUS, limit("anonymous", Limit.of(5_000)));
        limits.put(Policy.CONNECTION, limit("connection", Limit.of(50)));
        return new LimitSettings(
                general,
                modes,
                tiers,
                limits,
                config.getOptionalValue(PREFIX + "subjects", Integer.class).orElse(100_000),
                Duration.ofMinutes(number("idle.minutes", 60)),
                Duration.ofSeconds(number("frames.patience.seconds", 10)),
                new FrameBudget(
                        limit("frames", FrameBudget.DEFAULT.frames()), limit("frames.kib", FrameBudget.DEFAULT.kib())));
    }

    private Mode mode(String name, Mode otherwise) {
        String label = config.getOptionalValue(PREFIX + name, String.class).orElse(otherwise.label());
        return Mode.of(label)
                .orElseThrow(() ->
                        new IllegalArgumentException(PREFIX + name + " must be block, report or off, not " + label));
    }

    /** If only the rate is set, the burst is twice the rate. */
    private Limit limit(String name, Limit otherwise) {
        long rate = number(name + ".rate", otherwise.ratePerSecond());
        long burst = number(name + ".burst", rate == otherwise.ratePerSecond() ? otherwise.burst() : 2 * rate);
        try {
            return new Limit(rate, burst);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PREFIX + name + ": " + e.getMessage(), e);
        }
    }

    private long number(String name, long otherwise) {
        return config.getOptionalValue(PREFIX + name, Long.class).orElse(otherwise);
    }
}
