package io.marketbell.monitoring;

import io.marketbell.health.Finding;
import io.marketbell.health.Level;
import io.marketbell.health.State;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;

/** Writes the health state as JSON. */
final class HealthJson {
    private static final String DATABASE = "database";
    private static final String REACHABLE = "database_reachable";

    private HealthJson() {}

    static JsonObjectBuilder state(State state) {
        JsonArrayBuilder findings = Numbers.JSON.createArrayBuilder();
        state.findings().forEach(finding -> findings.add(finding(finding)));
        return Numbers.JSON
                .createObjectBuilder()
                .add("level", state.level().word())
                .add("since", state.since().toString())
                .add("durable", state.durable())
                .add("findings", findings);
    }

    private static JsonObjectBuilder finding(Finding finding) {
        return Numbers.JSON
                .createObjectBuilder()
                .add("name", finding.name())
                .add("level", finding.level().word())
                .add("value", Numbers.of(finding.value()))
                .add("unit", finding.unit())
                .add("degraded_above", Numbers.of(finding.degradedAbove()))
                .add("unhealthy_above", Numbers.of(finding.unhealthyAbove()))
                .add("samples", finding.samples())
                .add("since", finding.since().toString());
    }

    /** @return {@code up} or {@code down} */
    static String database(State state) {
        boolean isLost = state.findings().stream()
                .anyMatch(
                        finding -> finding.name().equals(REACHABLE) && finding.value() != null && finding.value() == 0);
        return isLost ? "down" : "up";
    }

    /** Returns the worst level of all database findings. */
    static Level databaseLevel(State state) {
        return state.findings().stream()
                .filter(finding -> isOfDatabase(finding))
                .map(Finding::level)
                .max(Level::compareTo)
                .orElse(Level.HEALTHY);
    }

    static boolean isOfDatabase(Finding finding) {
        return finding.name().startsWith(DATABASE);
    }
}
