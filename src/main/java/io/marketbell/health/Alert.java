package io.marketbell.health;

import java.time.Instant;
import java.util.Objects;

/**
 * Something that somebody is or would be told of.
 *
 * @param name as the Prometheus rule for the same thing is named
 * @param severity {@code page} where somebody has to come now, {@code ticket} where it may wait for the morning
 * @param state {@code inactive}, {@code pending} (so, but not for long enough) or {@code firing}
 * @param since when it has been in this state
 * @param value the latest; null where there is none
 * @param threshold above which it becomes pending
 * @param unit of the value and the threshold
 * @param action what to do first, in a sentence
 * @param runbook where there is more
 */
public record Alert(
        String name,
        String severity,
        String state,
        Instant since,
        Double value,
        Double threshold,
        String unit,
        String summary,
        String action,
        String runbook) {
    public Alert {
        Objects.requireNonNull(name);
        Objects.requireNonNull(severity);
        Objects.requireNonNull(state);
        Objects.requireNonNull(since);
    }
}
