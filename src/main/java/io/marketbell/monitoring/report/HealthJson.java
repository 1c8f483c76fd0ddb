package io.marketbell.monitoring.report;

import io.marketbell.health.HealthFinding;
import io.marketbell.health.HealthLevel;
import io.marketbell.health.HealthState;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;

/** Writes the health state as JSON. */
final class HealthJson {
    private static final String DATABASE = "database";
    private static final String REACHABLE = "database_reachable";

    private HealthJson() {}

    static JsonObjectBuilder state(HealthState state) {
        JsonArrayBuilder findings = JsonNumbers.JSON.createArrayBuilder();
        state.findings().forEach(finding -> findings.add(finding(finding)));
        return JsonNumbers.JSON
                .createObjectBuilder()
                .add("level", state.level().word())
                .add("since", state.since().toString())
                .add("durable", state.durable())
                .add("findings", findings);
    }

    private static JsonObjectBuilder finding(HealthFinding finding) {
        return JsonNumbers.JSON
                .createObjectBuilder()
                .add("name", finding.name())
                .add("level", finding.level().word())
                .add("value", JsonNumbers.of(finding.value()))
                .add("unit", finding.unit())
                .add("degraded_above", JsonNumbers.of(finding.degradedAbove()))
                .add("unhealthy_above", JsonNumbers.of(finding.unhealthyAbove()))
                .add("samples", finding.samples())
                .add("since", finding.since().toString());
    }

    /** @return {@code up} or {@code down} */
    static String database(HealthState state) {
        boolean isLost = state.findings().stream()
                .anyMatch(
                        finding -> finding.name().equals(REACHABLE) && finding.value() != null && finding.value() == 0);
        return isLost ? "down" : "up";
    }

    /** Returns the worst level of all database findings. */
    static HealthLevel databaseLevel(HealthState state) {
        return state.findings().stream()
                .filter(finding -> isOfDatabase(finding))
                .map(HealthFinding::level)
                .max(HealthLevel::compareTo)
                .orElse(HealthLevel.HEALTHY);
    }

    static boolean isOfDatabase(HealthFinding finding) {
        return finding.name().startsWith(DATABASE);
    }
}
