package io.marketbell.metrics.meter;

import io.marketbell.journal.JournalQueryListener;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.MetricsService;
import io.marketbell.metrics.MetricsService.Timing;
import java.util.Locale;

/** Measures the duration of database work. */
public final class DatabaseMeter implements JournalQueryListener {
    private final Timing[] succeeded = new Timing[Query.values().length];
    private final Timing[] failed = new Timing[Query.values().length];

    public DatabaseMeter(MetricsService metrics) {
        for (Query query : Query.values()) {
            String operation = query.name().toLowerCase(Locale.ROOT);
            succeeded[query.ordinal()] =
                    metrics.timings(Metric.DB_QUERY_DURATION).of(operation, "success");
            failed[query.ordinal()] = metrics.timings(Metric.DB_QUERY_DURATION).of(operation, "failure");
        }
    }

    @Override
    public void done(Query query, long nanos, boolean success) {
        (success ? succeeded : failed)[query.ordinal()].record(nanos);
    }
}
