package io.marketbell.monitoring;

import io.marketbell.health.Alert;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** All alerts, firing ones first. */
record AlertsRead() implements Read {
    static final String FIRING = "firing";
    static final String PENDING = "pending";
    private static final List<String> ORDER = List.of(FIRING, PENDING, "inactive");

    /** Longest period that any alert evaluates. */
    private static final Duration WINDOW = Duration.ofHours(6);

    static AlertsRead of(Query query) {
        query.only();
        query.demandSound();
        return new AlertsRead();
    }

    @Override
    public Answer answer(Moment moment) {
        JsonArrayBuilder alerts = Numbers.JSON.createArrayBuilder();
        moment.alerts().stream()
                .sorted(Comparator.comparingInt(alert -> ORDER.indexOf(alert.state())))
                .forEach(alert -> alerts.add(alert(alert)));
        JsonObjectBuilder data = Numbers.JSON
                .createObjectBuilder()
                .add(FIRING, count(moment.alerts(), FIRING))
                .add(PENDING, count(moment.alerts(), PENDING))
                .add("alerts", alerts);
        return Answer.of(WINDOW, data.build());
    }

    static long count(List<Alert> alerts, String state) {
        return alerts.stream().filter(alert -> alert.state().equals(state)).count();
    }

    private static JsonObjectBuilder alert(Alert alert) {
        JsonObjectBuilder json = Numbers.JSON
                .createObjectBuilder()
                .add("name", alert.name())
                .add("severity", alert.severity())
                .add("state", alert.state())
                .add("since", alert.since().toString())
                .add("value", Numbers.of(alert.value()))
                .add("threshold", Numbers.of(alert.threshold()));
        Numbers.add(json, "unit", alert.unit());
        Numbers.add(json, "summary", alert.summary());
        Numbers.add(json, "action", alert.action());
        Numbers.add(json, "runbook", alert.runbook());
        return json;
    }
}
