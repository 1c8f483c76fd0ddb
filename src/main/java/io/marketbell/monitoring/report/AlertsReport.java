package io.marketbell.monitoring.report;

import io.marketbell.health.Alert;
import io.marketbell.json.JsonMembers;
import io.marketbell.monitoring.query.ReportQuery;
import io.marketbell.monitoring.query.Scope;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** All alerts, firing ones first. */
public record AlertsReport() implements Report {
    private static final String FIRING = "firing";
    private static final String PENDING = "pending";
    private static final List<String> ORDER = List.of(FIRING, PENDING, "inactive");

    /** Longest period that any alert evaluates. */
    private static final Duration WINDOW = Duration.ofHours(6);

    public static AlertsReport of(ReportQuery query) {
        query.only(Scope.PARAMETER);
        query.requireValid();
        return new AlertsReport();
    }

    @Override
    public Body answer(MonitoringState state) {
        JsonMembers data = counts(state.alerts())
                .add(
                        "alerts",
                        state.alerts().stream()
                                .sorted(Comparator.comparingInt(alert -> ORDER.indexOf(alert.state())))
                                .map(alert -> alert(alert)
                                        .addPresent(
                                                "nodes",
                                                state.cluster()
                                                        .map(part -> part.nodesOf(alert))
                                                        .orElse(null))));
        return Body.of(WINDOW, data);
    }

    static JsonMembers counts(List<Alert> alerts) {
        return new JsonMembers().add(FIRING, count(alerts, FIRING)).add(PENDING, count(alerts, PENDING));
    }

    private static long count(List<Alert> alerts, String state) {
        return alerts.stream().filter(alert -> alert.state().equals(state)).count();
    }

    public static JsonMembers alert(Alert alert) {
        return new JsonMembers()
                .add("name", alert.name())
                .add("severity", alert.severity())
                .add("state", alert.state())
                .add("since", alert.since())
                .add("value", RoundedNumber.of(alert.value()))
                .add("threshold", RoundedNumber.of(alert.threshold()))
                .add("unit", alert.unit())
                .add("summary", alert.summary())
                .add("action", alert.action())
                .add("runbook", alert.runbook());
    }
}
