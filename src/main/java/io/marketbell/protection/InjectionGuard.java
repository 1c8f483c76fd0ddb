package io.marketbell.protection;

import io.marketbell.protection.injection.Inspector;
import io.marketbell.protection.injection.Inspector.Origin;
import io.marketbell.protection.injection.Rule;
import java.lang.System.Logger;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** Has every text inspected that comes in, counts and logs what is found, and decides by its mode what becomes of it. */
public final class InjectionGuard {
    private static final Logger LOG = System.getLogger(InjectionGuard.class.getName());

    private final InjectionMode mode;
    private final Map<Rule, LongAdder> counts = new EnumMap<>(Rule.class);

    InjectionGuard(InjectionMode mode) {
        this.mode = mode;
        for (Rule rule : Rule.values()) {
            counts.put(rule, new LongAdder());
        }
    }

    /** Whether there is any use in asking. */
    public boolean isOn() {
        return mode != InjectionMode.OFF;
    }

    /**
     * @param place as the caller is told it
     * @return a finding only where it is to be refused
     */
    public Optional<Finding> refusal(String place, String text, Origin origin) {
        return refusal(() -> place, text, origin);
    }

    /** @param place asked for only where something is found, which is hardly ever */
    Optional<Finding> refusal(Supplier<String> place, String text, Origin origin) {
        if (!isOn()) {
            return Optional.empty();
        }
        return Inspector.inspect(text, origin).flatMap(rule -> refusal(new Finding(place.get(), rule), text));
    }

    private Optional<Finding> refusal(Finding finding, String text) {
        note(finding.rule(), finding.place(), text);
        return mode == InjectionMode.BLOCK ? Optional.of(finding) : Optional.empty();
    }

    private void note(Rule rule, String place, String text) {
        counts.get(rule).increment();
        LOG.log(
                Logger.Level.WARNING,
                "suspicious input ({0}) at {1}: rule {2}, {3}",
                mode == InjectionMode.BLOCK ? "refused" : "let through",
                Excerpt.of(place),
                rule.label(),
                Excerpt.of(text));
    }

    /** How many texts each rule has found since the start; those it has not are there with 0. */
    public Map<Rule, Long> counts() {
        Map<Rule, Long> sums = new EnumMap<>(Rule.class);
        counts.forEach((rule, count) -> sums.put(rule, count.sum()));
        return Collections.unmodifiableMap(sums);
    }
}
