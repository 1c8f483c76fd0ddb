package io.marketbell.monitoring;

import io.marketbell.metrics.Metric;
import io.marketbell.metrics.Reading;
import io.marketbell.metrics.Snapshot;
import io.marketbell.metrics.Window;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Database work. */
record DatabaseRead(Window window) implements Read {
    private static final String OPERATION = "operation";
    private static final String OUTCOME = "outcome";

    static DatabaseRead of(Query query) {
        query.only("window");
        Window window = query.window();
        query.demandSound();
        return new DatabaseRead(window);
    }

    @Override
    public Answer answer(Moment moment) {
        Snapshot snapshot = moment.snapshot();
        double count = snapshot.count(Metric.DB_QUERY_DURATION, window, Map.of());
        double failures = snapshot.count(Metric.DB_QUERY_DURATION, window, Map.of(OUTCOME, "failure"));
        JsonObjectBuilder data = Numbers.JSON
                .createObjectBuilder()
                .add("state", HealthJson.database(moment.state()))
                .add("durable", moment.state().durable())
                .add("level", HealthJson.databaseLevel(moment.state()).word())
                .add("connections", connections(snapshot))
                .add("failures", Numbers.whole(failures))
                .add("per_second", Numbers.perSecond(count, window))
                .add("latency", Latency.of(snapshot.distribution(Metric.DB_QUERY_DURATION, window)))
                .add("operations", operations(snapshot));
        return Answer.of(window.length(), data.build());
    }

    static JsonObjectBuilder connections(Snapshot snapshot) {
        return Numbers.JSON
                .createObjectBuilder()
                .add("in_use", Numbers.whole(snapshot.value(Metric.DB_CONNECTIONS, Map.of("state", "in_use"))))
                .add("idle", Numbers.whole(snapshot.value(Metric.DB_CONNECTIONS, Map.of("state", "idle"))));
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
        JsonArrayBuilder json = Numbers.JSON.createArrayBuilder();
        for (Reading.Durations durations : busy) {
            json.add(Numbers.JSON
                    .createObjectBuilder()
                    .add(OPERATION, durations.tags().get(OPERATION))
                    .add(OUTCOME, durations.tags().get(OUTCOME))
                    .add(
                            "per_second",
                            Numbers.perSecond(durations.windows().get(window).count(), window))
                    .add("latency", Latency.of(durations.windows().get(window))));
        }
        return json;
    }
}
