package io.marketbell.monitoring.report;

import io.marketbell.json.JsonMembers;
import io.marketbell.metrics.Distribution;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.Reading.Durations;
import io.marketbell.metrics.Window;
import io.marketbell.monitoring.query.ReportQuery;
import io.marketbell.monitoring.query.Scope;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** Database work. */
public record DatabaseReport(Window window) implements Report {
    private static final String OPERATION = "operation";
    private static final String OUTCOME = "outcome";

    public static DatabaseReport of(ReportQuery query) {
        query.only("window", Scope.PARAMETER);
        Window window = query.window();
        query.requireValid();
        return new DatabaseReport(window);
    }

    @Override
    public Body answer(MonitoringState state) {
        WindowFigures figures = new WindowFigures(state.snapshot(), window);
        JsonMembers data = new JsonMembers()
                .add("state", HealthJson.database(state.state()))
                .add("durable", state.state().durable())
                .add("level", HealthJson.databaseLevel(state.state()).word())
                .add("connections", connections(figures))
                .add("failures", figures.count(Metric.DB_QUERY_DURATION, Map.of(OUTCOME, "failure")))
                .add("per_second", figures.perSecond(Metric.DB_QUERY_DURATION, Map.of()))
                .add("latency", figures.latency(Metric.DB_QUERY_DURATION, Map.of()))
                .add("operations", operations(figures));
        return Body.of(window.length(), data);
    }

    static JsonMembers connections(WindowFigures figures) {
        return new JsonMembers()
                .add("in_use", figures.gauge(Metric.DB_CONNECTIONS, Map.of("state", "in_use")))
                .add("idle", figures.gauge(Metric.DB_CONNECTIONS, Map.of("state", "idle")));
    }

    /** Returns the operations that had any work in the window, busiest first. */
    private Stream<JsonMembers> operations(WindowFigures figures) {
        return figures.snapshot().readings(Metric.DB_QUERY_DURATION).stream()
                .filter(Durations.class::isInstance)
                .map(Durations.class::cast)
                .filter(series -> !inWindow(series).isEmpty())
                .sorted(Comparator.comparingLong(
                                (Durations series) -> -inWindow(series).count())
                        .thenComparing(series -> series.tags().toString()))
                .map(series -> new JsonMembers()
                        .add(OPERATION, series.tags().get(OPERATION))
                        .add(OUTCOME, series.tags().get(OUTCOME))
                        .add("per_second", figures.perSecond(inWindow(series).count()))
                        .add("latency", WindowFigures.latency(inWindow(series))));
    }

    private Distribution inWindow(Durations series) {
        return series.windows().get(window);
    }
}
