package io.marketbell.health.watch;

import io.marketbell.metrics.Distribution;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.Reading;
import io.marketbell.metrics.Snapshot;
import io.marketbell.metrics.Window;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The figures of one snapshot that are evaluated. They cover the last minute: long enough to collect samples on a quiet
 * day, short enough to forget a problem that is over.
 *
 * <p>The API figures cover its routes. They exclude static files and unmatched paths, which are always fast. They also
 * exclude monitoring requests, because monitoring must not change the result.
 */
record HealthMeasurements(
        Figure api,
        Figure errors,
        Figure orders,
        Figure database,
        Figure disk,
        EventCounts counts,
        double droppedForClients,
        double foldedSeries,
        double refusedPublications) {
    private static final Window WINDOW = Window.MINUTE;
    private static final String API = "/api/";
    private static final String WATCHING = "/api/v1/monitoring/";

    /** @param value seconds or a share; NaN without samples */
    record Figure(double value, long samples) {
        static Figure p95(Distribution of) {
            return new Figure(of.p95(), of.count());
        }
    }

    static HealthMeasurements of(Snapshot snapshot, Duration deliveryWithin) {
        List<Reading.Durations> api = durations(snapshot, Metric.HTTP_REQUEST_DURATION).stream()
                .filter(series -> isOfTheApi(series.tags().get("route")))
                .toList();
        Distribution answers = Distribution.merge(
                api.stream().map(series -> series.windows().get(WINDOW)).toList());
        long failed = api.stream()
                .filter(HealthMeasurements::isFailure)
                .mapToLong(series -> series.windows().get(WINDOW).count())
                .sum();
        return new HealthMeasurements(
                Figure.p95(answers),
                new Figure((double) failed / answers.count(), answers.count()),
                Figure.p95(snapshot.distribution(Metric.ORDER_DURATION, WINDOW)),
                Figure.p95(snapshot.distribution(Metric.DB_QUERY_DURATION, WINDOW)),
                gauge(snapshot, Metric.DATA_DISK_USED),
                counts(snapshot, api, LevelThresholds.seconds(deliveryWithin)),
                snapshot.count(Metric.WS_DROPPED, Window.FIVE_MINUTES, Map.of("reason", "slow")),
                snapshot.count(Metric.REJECTED_SERIES, Window.HOUR, Map.of()),
                snapshot.count(Metric.INJECTION_REFUSED, Window.FIVE_MINUTES, Map.of("source", "publication")));
    }

    private static Figure gauge(Snapshot snapshot, Metric metric) {
        double value = snapshot.readings(metric).stream()
                .mapToDouble(reading -> ((Reading.Gauge) reading).value())
                .findFirst()
                .orElse(Double.NaN);
        return new Figure(value, Double.isNaN(value) ? 0 : 1);
    }

    private static EventCounts counts(Snapshot snapshot, List<Reading.Durations> api, double within) {
        long requests = 0;
        long failures = 0;
        for (Reading.Durations series : api) {
            long all = series.cumulative().all();
            requests += all;
            failures += isFailure(series) ? all : 0;
        }
        long deliveries = 0;
        long late = 0;
        for (Reading.Durations series : durations(snapshot, Metric.WS_DELIVERY_DURATION)) {
            long all = series.cumulative().all();
            deliveries += all;
            late += all - series.cumulative().atMost(within);
        }
        return new EventCounts(snapshot.asOf(), requests, failures, deliveries, late);
    }

    private static List<Reading.Durations> durations(Snapshot snapshot, Metric metric) {
        return snapshot.readings(metric).stream()
                .map(Reading.Durations.class::cast)
                .toList();
    }

    private static boolean isOfTheApi(String route) {
        return route.startsWith(API) && !route.startsWith(WATCHING);
    }

    private static boolean isFailure(Reading.Durations series) {
        return "5xx".equals(series.tags().get("status"));
    }
}
