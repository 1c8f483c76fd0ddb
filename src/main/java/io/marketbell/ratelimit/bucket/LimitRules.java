package io.marketbell.ratelimit.bucket;

import io.marketbell.identity.Tier;
import java.util.HashMap;
import java.util.Map;

/**
 * An immutable snapshot of settings and overrides, replaced as a whole when any of them changes.
 *
 * @param edition the number of changes since the start
 */
public record LimitRules(long edition, LimitSettings settings, Map<Subject, Allowance> overrides) {
    static LimitRules of(LimitSettings settings) {
        return new LimitRules(0, settings, Map.of());
    }

    LimitRules with(LimitSettings other) {
        return new LimitRules(edition + 1, other, overrides);
    }

    /** @param allowance the override, or null to remove the subject's override */
    LimitRules with(Subject subject, Allowance allowance) {
        Map<Subject, Allowance> changed = new HashMap<>(overrides);
        if (allowance == null) {
            changed.remove(subject);
        } else {
            settings.requireFullWithinIdleTime(allowance.limit());
            changed.put(subject, allowance);
        }
        return new LimitRules(edition + 1, settings, Map.copyOf(changed));
    }

    boolean isNewerThan(LimitRules other) {
        return edition > other.edition;
    }

    boolean overrides(Policy policy, String name) {
        return !overrides.isEmpty() && overrides.containsKey(Subject.of(policy, name));
    }

    boolean areOff() {
        return settings.mode() == Mode.OFF;
    }

    /** @param name null for the overflow bucket that subjects share */
    Limit limit(Policy policy, String name, Tier tier) {
        Allowance own = own(policy, name);
        if (own != null) {
            return own.limit();
        }
        return policy == Policy.USER ? limit(tier) : settings.limits().get(policy);
    }

    Limit limit(Tier tier) {
        Allowance own = overrides.get(new Subject(Subject.Kind.TIER, tier.label()));
        return own == null ? settings.tiers().get(tier) : own.limit();
    }

    public Mode mode(Policy policy, String name, Tier tier) {
        Allowance own = own(policy, name);
        if (own == null && policy == Policy.USER) {
            own = overrides.get(new Subject(Subject.Kind.TIER, tier.label()));
        }
        Mode mode = own == null || own.mode() == null ? settings.modes().get(policy) : own.mode();
        return mode.orMoreLenient(settings.mode());
    }

    private Allowance own(Policy policy, String name) {
        return name == null || overrides.isEmpty() || policy == Policy.CONNECTION
                ? null
                : overrides.get(Subject.of(policy, name));
    }
}
