package io.marketbell.health;

import java.time.Instant;
import java.util.Objects;

/**
 * State of one alert.
 *
 * @param name name of the corresponding Prometheus rule
 * @param severity {@code page} if someone must respond now, {@code ticket} if it can wait until working hours
 * @param state {@code inactive}, {@code pending} (the condition holds, but not yet for long enough) or
 *     {@code firing}
 * @param since start of the current state
 * @param value the latest value, or null if there is none
 * @param threshold the alert becomes pending above this value
 * @param unit unit of the value and the threshold
 * @param action the first step of the response, in one sentence
 * @param runbook link to the full instructions
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

    /** Returns the same alert in another state. */
    public Alert at(String newState, Instant newSince, Double newValue) {
        return new Alert(name, severity, newState, newSince, newValue, threshold, unit, summary, action, runbook);
    }
}
