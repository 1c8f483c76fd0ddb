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

/** Settings for tests: the defaults with the changes of a test. */
public record Rates(LimitSettings settings) {
    public static final Rates DEFAULT = new Rates(new LimitSettings(
            Mode.BLOCK,
            modes(Mode.BLOCK),
            Map.of(Tier.STANDARD, Limit.of(10), Tier.PREMIUM, Limit.of(50), Tier.BROKER, Limit.of(500)),
            Map.of(
                    Policy.ADDRESS, new Limit(200, 400),
                    Policy.HANDSHAKE, new Limit(50, 200),
                    Policy.ENDPOINT, new Limit(5_000, 10_000),
                    Policy.ANONYMOUS, new Limit(5_000, 10_000),
                    Policy.CONNECTION, new Limit(50, 100)),
            1_000,
            Duration.ofHours(1),
            Duration.ofSeconds(10),
            FrameBudget.DEFAULT));

    public Rates mode(Mode mode) {
        return copy(mode, settings.modes(), settings.tiers(), settings.limits(), settings.subjects());
    }

    public Rates mode(Policy policy, Mode mode) {
        Map<Policy, Mode> changed = new EnumMap<>(settings.modes());
        changed.put(policy, mode);
        return copy(settings.mode(), changed, settings.tiers(), settings.limits(), settings.subjects());
    }

    public Rates tier(Tier tier, Limit limit) {
        Map<Tier, Limit> changed = new EnumMap<>(settings.tiers());
        changed.put(tier, limit);
        return copy(settings.mode(), settings.modes(), changed, settings.limits(), settings.subjects());
    }

    public Rates limit(Policy policy, Limit limit) {
        Map<Policy, Limit> changed = new EnumMap<>(settings.limits());
        changed.put(policy, limit);
        return copy(settings.mode(), settings.modes(), settings.tiers(), changed, settings.subjects());
    }

    public Rates subjects(int subjects) {
        return copy(settings.mode(), settings.modes(), settings.tiers(), settings.limits(), subjects);
    }

    Rates frames(FrameBudget frames) {
        return new Rates(new LimitSettings(
                settings.mode(),
                settings.modes(),
                settings.tiers(),
                settings.limits(),
                settings.subjects(),
                settings.idle(),
                settings.patience(),
                frames));
    }

    private Rates copy(
            Mode mode, Map<Policy, Mode> modes, Map<Tier, Limit> tiers, Map<Policy, Limit> limits, int subjects) {
        return new Rates(new LimitSettings(
                mode, modes, tiers, limits, subjects, settings.idle(), settings.patience(), settings.frames()));
    }

    private static Map<Policy, Mode> modes(Mode mode) {
        Map<Policy, Mode> modes = new EnumMap<>(Policy.class);
        for (Policy policy : Policy.values()) {
            modes.put(policy, mode);
        }
        return modes;
    }
}
