package io.marketbell.monitoring.report;

import io.marketbell.health.HealthFinding;
import io.marketbell.health.HealthLevel;
import io.marketbell.health.HealthState;
import io.marketbell.json.JsonMembers;

/** Writes the health state as JSON. */
public final class HealthJson {
    private static final String DATABASE = "database";
    private static final String REACHABLE = "database_reachable";

    private HealthJson() {}

    public static JsonMembers state(HealthState state) {
        return new JsonMembers()
                .add("level", state.level().word())
                .add("since", state.since())
                .add("durable", state.durable())
                .add("findings", state.findings().stream().map(HealthJson::finding));
    }

    private static JsonMembers finding(HealthFinding finding) {
        return new JsonMembers()
                .add("name", finding.name())
                .add("level", finding.level().word())
                .add("value", RoundedNumber.of(finding.value()))
                .add("unit", finding.unit())
                .add("degraded_above", RoundedNumber.of(finding.degradedAbove()))
                .add("unhealthy_above", RoundedNumber.of(finding.unhealthyAbove()))
                .add("samples", finding.samples())
                .add("since", finding.since());
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
                .filter(HealthJson::isOfDatabase)
                .map(HealthFinding::level)
                .max(HealthLevel::compareTo)
                .orElse(HealthLevel.HEALTHY);
    }

    static boolean isOfDatabase(HealthFinding finding) {
        return finding.name().startsWith(DATABASE);
    }
}
