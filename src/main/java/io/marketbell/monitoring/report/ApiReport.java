package io.marketbell.monitoring.report;

import io.marketbell.json.JsonMembers;
import io.marketbell.json.Spelling;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.Reading;
import io.marketbell.metrics.Snapshot;
import io.marketbell.metrics.Window;
import io.marketbell.monitoring.query.ReportQuery;
import io.marketbell.monitoring.query.Scope;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Requests by method and route.
 *
 * @param route the only route to report, or null for all
 */
public record ApiReport(Window window, String route) implements Report {
    private static final String METHOD = "method";
    private static final String ROUTE = "route";
    private static final String STATUS = "status";

    public static ApiReport of(ReportQuery query, MonitoringState state) {
        query.only("window", ROUTE, Scope.PARAMETER);
        Window window = query.window();
        String route = query.text(ROUTE);
        if (route != null && !state.routes().contains(route)) {
            query.flaw(ROUTE, Spelling.excerpt(route) + " is not a route" + Spelling.hint(route, state.routes()));
        }
        query.requireValid();
        return new ApiReport(window, route);
    }

    private record Line(String method, String route, double count) {}

    @Override
    public Body answer(MonitoringState state) {
        WindowFigures figures = new WindowFigures(state.snapshot(), window);
        JsonMembers data = new JsonMembers()
                .add(ROUTE, route)
                .add("total", total(figures, route == null ? Map.of() : Map.of(ROUTE, route)))
                .add("routes", routes(figures))
                .add(
                        "errors",
                        figures.table(
                                Metric.HTTP_ERRORS, counter -> isIncluded(counter) && figures.increase(counter) > 0))
                .add("refused", figures.table(Metric.RATE_LIMITED, counter -> true));
        return Body.of(window.length(), data);
    }

    static JsonMembers total(WindowFigures figures, Map<String, String> tags) {
        return new JsonMembers()
                .add("per_second", figures.perSecond(Metric.HTTP_REQUEST_DURATION, tags))
                .add("in_flight", figures.gauge(Metric.HTTP_REQUESTS_IN_FLIGHT, Map.of()))
                .add("client_errors", count(figures, tags, "4xx"))
                .add("server_errors", count(figures, tags, "5xx"))
                .add("latency", figures.latency(Metric.HTTP_REQUEST_DURATION, tags));
    }

    private static Number count(WindowFigures figures, Map<String, String> tags, String status) {
        Map<String, String> all = new HashMap<>(tags);
        all.put(STATUS, status);
        return figures.count(Metric.HTTP_REQUEST_DURATION, all);
    }

    private boolean isIncluded(Reading reading) {
        return route == null || route.equals(reading.tags().get(ROUTE));
    }

    private Stream<JsonMembers> routes(WindowFigures figures) {
        Snapshot snapshot = figures.snapshot();
        return snapshot.readings(Metric.HTTP_REQUEST_DURATION).stream()
                .filter(this::isIncluded)
                .map(reading -> Map.of(
                        METHOD,
                        reading.tags().get(METHOD),
                        ROUTE,
                        reading.tags().get(ROUTE)))
                .distinct()
                .map(tags -> new Line(
                        tags.get(METHOD), tags.get(ROUTE), snapshot.count(Metric.HTTP_REQUEST_DURATION, window, tags)))
                .filter(line -> line.count() > 0)
                .sorted(Comparator.comparingDouble(Line::count)
                        .reversed()
                        .thenComparing(Line::route)
                        .thenComparing(Line::method))
                .map(line -> line(figures, line));
    }

    private JsonMembers line(WindowFigures figures, Line line) {
        Map<String, String> tags = Map.of(METHOD, line.method(), ROUTE, line.route());
        JsonMembers statuses = new JsonMembers();
        for (Reading reading : figures.snapshot().readings(Metric.HTTP_REQUEST_DURATION)) {
            if (reading instanceof Reading.Durations durations
                    && reading.tags().entrySet().containsAll(tags.entrySet())) {
                long count = durations.windows().get(window).count();
                statuses.addPresent(reading.tags().get(STATUS), count > 0 ? count : null);
            }
        }
        return new JsonMembers()
                .add(METHOD, line.method())
                .add(ROUTE, line.route())
                .add("per_second", figures.perSecond(line.count()))
                .add("statuses", statuses)
                .add("latency", figures.latency(Metric.HTTP_REQUEST_DURATION, tags));
    }
}
