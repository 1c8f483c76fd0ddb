package io.marketbell.monitoring.report;

import io.marketbell.health.Alert;
import io.marketbell.monitoring.query.ReportQuery;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** All alerts, firing ones first. */
public record AlertsReport() implements Report {
    static final String FIRING = "firing";
    static final String PENDING = "pending";
    private static final List<String> ORDER = List.of(FIRING, PENDING, "inactive");

    /** Longest period that any alert evaluates. */
    private static final Duration WINDOW = Duration.ofHours(6);

    public static AlertsReport of(ReportQuery query) {
        query.only();
        query.requireValid();
        return new AlertsReport();
    }

    @Override
    public ReportBody answer(MonitoringState state) {
        JsonArrayBuilder alerts = JsonNumbers.JSON.createArrayBuilder();
        state.alerts().stream()
                .sorted(Comparator.comparingInt(alert -> ORDER.indexOf(alert.state())))
                .forEach(alert -> alerts.add(alert(alert)));
        JsonObjectBuilder data = JsonNumbers.JSON
                .createObjectBuilder()
                .add(FIRING, count(state.alerts(), FIRING))
                .add(PENDING, count(state.alerts(), PENDING))
                .add("alerts", alerts);
        return ReportBody.of(WINDOW, data.build());
    }

    static long count(List<Alert> alerts, String state) {
        return alerts.stream().filter(alert -> alert.state().equals(state)).count();
    }

    private static JsonObjectBuilder alert(Alert alert) {
        JsonObjectBuilder json = JsonNumbers.JSON
                .createObjectBuilder()
                .add("name", alert.name())
                .add("severity", alert.severity())
                .add("state", alert.state())
                .add("since", alert.since().toString())
                .add("value", JsonNumbers.of(alert.value()))
                .add("threshold", JsonNumbers.of(alert.threshold()));
        JsonNumbers.add(json, "unit", alert.unit());
        JsonNumbers.add(json, "summary", alert.summary());
        JsonNumbers.add(json, "action", alert.action());
        JsonNumbers.add(json, "runbook", alert.runbook());
        return json;
    }
}
