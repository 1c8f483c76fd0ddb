package io.marketbell.monitoring.report;

import io.marketbell.metrics.Metric;
import io.marketbell.metrics.Reading;
import io.marketbell.metrics.Snapshot;
import io.marketbell.metrics.Window;
import io.marketbell.monitoring.query.ReportQuery;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Database work. */
public record DatabaseReport(Window window) implements Report {
    private static final String OPERATION = "operation";
    private static final String OUTCOME = "outcome";

    public static DatabaseReport of(ReportQuery query) {
        query.only("window");
        Window window = query.window();
        query.requireValid();
        return new DatabaseReport(window);
    }

    @Override
    public ReportBody answer(MonitoringState state) {
        Snapshot snapshot = state.snapshot();
        double count = snapshot.count(Metric.DB_QUERY_DURATION, window, Map.of());
        double failures = snapshot.count(Metric.DB_QUERY_DURATION, window, Map.of(OUTCOME, "failure"));
        JsonObjectBuilder data = JsonNumbers.JSON
                .createObjectBuilder()
                .add("state", HealthJson.database(state.state()))
                .add("durable", state.state().durable())
                .add("level", HealthJson.databaseLevel(state.state()).word())
                .add("connections", connections(snapshot))
                .add("failures", JsonNumbers.whole(failures))
                .add("per_second", JsonNumbers.perSecond(count, window))
                .add("latency", LatencyJson.of(snapshot.distribution(Metric.DB_QUERY_DURATION, window)))
                .add("operations", operations(snapshot));
        return ReportBody.of(window.length(), data.build());
    }

    static JsonObjectBuilder connections(Snapshot snapshot) {
        return JsonNumbers.JSON
                .createObjectBuilder()
                .add("in_use", JsonNumbers.whole(snapshot.value(Metric.DB_CONNECTIONS, Map.of("state", "in_use"))))
                .add("idle", JsonNumbers.whole(snapshot.value(Metric.DB_CONNECTIONS, Map.of("state", "idle"))));
    }

    private JsonArrayBuilder operations(Snapshot snapshot) {
        List<Reading.Durations> busy = snapshot.readings(Metric.DB_QUERY_DURATION).stream()
                .filter(Reading.Durations.class::isInstance)
                .map(Reading.Durations.class::cast)
                .filter(durations -> !durations.windows().get(window).isEmpty())
                .sorted(Comparator.comparingLong((Reading.Durations durations) ->
                                -durations.windows().get(window).count())
                        .thenComparing(durations -> durations.tags().toString()))
                .toList();
        JsonArrayBuilder json = JsonNumbers.JSON.createArrayBuilder();
        for (Reading.Durations durations : busy) {
            json.add(JsonNumbers.JSON
                    .createObjectBuilder()
                    .add(OPERATION, durations.tags().get(OPERATION))
                    .add(OUTCOME, durations.tags().get(OUTCOME))
                    .add(
                            "per_second",
                            JsonNumbers.perSecond(
                                    durations.windows().get(window).count(), window))
                    .add("latency", LatencyJson.of(durations.windows().get(window))));
        }
        return json;
    }
}
