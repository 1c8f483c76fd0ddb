package io.marketbell.monitoring.report;

import io.marketbell.json.Spelling;
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
        query.only("window", ROUTE);
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
    public ReportBody answer(MonitoringState state) {
        Snapshot snapshot = state.snapshot();
        Map<String, String> tags = route == null ? Map.of() : Map.of(ROUTE, route);
        JsonObjectBuilder data = JsonNumbers.JSON.createObjectBuilder();
        JsonNumbers.add(data, ROUTE, route);
        data.add("total", total(snapshot, window, tags))
                .add("routes", routes(snapshot))
                .add("errors", errors(snapshot))
                .add("refused", refused(snapshot));
        return ReportBody.of(window.length(), data.build());
    }

    static JsonObjectBuilder total(Snapshot snapshot, Window window, Map<String, String> tags) {
        double count = snapshot.count(Metric.HTTP_REQUEST_DURATION, window, tags);
        return JsonNumbers.JSON
                .createObjectBuilder()
                .add("per_second", JsonNumbers.perSecond(count, window))
                .add("in_flight", JsonNumbers.whole(snapshot.value(Metric.HTTP_REQUESTS_IN_FLIGHT, Map.of())))
                .add("client_errors", JsonNumbers.whole(count(snapshot, window, tags, "4xx")))
                .add("server_errors", JsonNumbers.whole(count(snapshot, window, tags, "5xx")))
                .add("latency", LatencyJson.of(snapshot.distribution(Metric.HTTP_REQUEST_DURATION, window, tags)));
    }

    private static double count(Snapshot snapshot, Window window, Map<String, String> tags, String status) {
        Map<String, String> all =
                tags.isEmpty() ? Map.of(STATUS, status) : Map.of(ROUTE, tags.get(ROUTE), STATUS, status);
        return snapshot.count(Metric.HTTP_REQUEST_DURATION, window, all);
    }

    private boolean isMeant(Reading reading) {
        return route == null || route.equals(reading.tags().get(ROUTE));
    }

    private JsonArrayBuilder routes(Snapshot snapshot) {
        List<Line> lines = snapshot.readings(Metric.HTTP_REQUEST_DURATION).stream()
                .filter(this::isMeant)
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
                .toList();
        JsonArrayBuilder json = JsonNumbers.JSON.createArrayBuilder();
        lines.forEach(line -> json.add(line(snapshot, line)));
        return json;
    }

    private JsonObjectBuilder line(Snapshot snapshot, Line line) {
        Map<String, String> tags = Map.of(METHOD, line.method(), ROUTE, line.route());
        JsonObjectBuilder statuses = JsonNumbers.JSON.createObjectBuilder();
        for (Reading reading : snapshot.readings(Metric.HTTP_REQUEST_DURATION)) {
            if (reading instanceof Reading.Durations durations
                    && reading.tags().entrySet().containsAll(tags.entrySet())) {
                long count = durations.windows().get(window).count();
                if (count > 0) {
                    statuses.add(reading.tags().get(STATUS), count);
                }
            }
        }
        return JsonNumbers.JSON
                .createObjectBuilder()
                .add(METHOD, line.method())
                .add(ROUTE, line.route())
                .add("per_second", JsonNumbers.perSecond(line.count(), window))
                .add("statuses", statuses)
                .add("latency", LatencyJson.of(snapshot.distribution(Metric.HTTP_REQUEST_DURATION, window, tags)));
    }

    private JsonArrayBuilder errors(Snapshot snapshot) {
        return CounterTable.of(snapshot, Metric.HTTP_ERRORS, window)
                .filter(this::isMeant)
                .withoutIdle()
                .json();
    }

    private JsonArrayBuilder refused(Snapshot snapshot) {
        return CounterTable.of(snapshot, Metric.RATE_LIMITED, window).json();
    }
}
