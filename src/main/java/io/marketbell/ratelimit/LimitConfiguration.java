package io.marketbell.ratelimit;

import static java.time.temporal.ChronoUnit.MINUTES;
import static java.time.temporal.ChronoUnit.SECONDS;

import io.marketbell.identity.Tier;
import io.marketbell.ratelimit.bucket.FrameBudget;
import io.marketbell.ratelimit.bucket.Limit;
import io.marketbell.ratelimit.bucket.LimitSettings;
import io.marketbell.ratelimit.bucket.Mode;
import io.marketbell.ratelimit.bucket.Policy;
import io.marketbell.settings.Settings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/** The rate-limit settings from MicroProfile Config; docs/reference/settings-edge.md lists them. */
final class LimitConfiguration {
    private static final String PREFIX = "marketbell.ratelimit.";

    private final Settings configured;

    LimitConfiguration(Config config) {
        this.configured = new Settings(config, PREFIX);
    }

    /** @throws IllegalArgumentException if a setting is invalid */
    LimitSettings settings() {
        Mode general = mode("mode", Mode.BLOCK);
        Map<Policy, Mode> modes = new EnumMap<>(Policy.class);
        for (Policy policy : Policy.values()) {
            modes.put(policy, mode(policy.label() + ".mode", general));
        }
        return new LimitSettings(
                general,
                modes,
                Map.of(
                        Tier.STANDARD, limit("user.standard", Limit.of(10)),
                        Tier.PREMIUM, limit("user.premium", Limit.of(50)),
                        Tier.BROKER, limit("user.broker", Limit.of(500))),
                Map.of(
                        Policy.ADDRESS, limit("address", Limit.of(200)),
                        Policy.HANDSHAKE, limit("handshake", new Limit(50, 200)),
                        Policy.ENDPOINT, limit("endpoint", Limit.of(5_000)),
                        Policy.ANONYMOUS, limit("anonymous", Limit.of(5_000)),
                        Policy.CONNECTION, limit("connection", Limit.of(50))),
                configured.count("subjects", 100_000),
                configured.duration("idle.minutes", MINUTES, Duration.ofMinutes(60)),
                configured.duration("frames.patience.seconds", SECONDS, Duration.ofSeconds(10)),
                new FrameBudget(
                        limit("frames", FrameBudget.DEFAULT.frames()), limit("frames.kib", FrameBudget.DEFAULT.kib())));
    }

    private Mode mode(String name, Mode otherwise) {
        String label = configured.text(name).orElse(otherwise.label());
        return Mode.of(label)
                .orElseThrow(() ->
                        new IllegalArgumentException(PREFIX + name + " must be block, report or off, not " + label));
    }

    /** If only the rate is set, the burst is twice the rate. */
    private Limit limit(String name, Limit otherwise) {
        long rate = configured.number(name + ".rate", otherwise.ratePerSecond());
        long burst =
                configured.number(name + ".burst", rate == otherwise.ratePerSecond() ? otherwise.burst() : 2 * rate);
        try {
            return new Limit(rate, burst);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PREFIX + name + ": " + e.getMessage(), e);
        }
    }
}
