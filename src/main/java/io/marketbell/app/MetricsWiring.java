package io.marketbell.app;

import io.marketbell.database.Database;
import io.marketbell.database.QueryListener;
import io.marketbell.delivery.shard.ShardedDeliveryHub;
import io.marketbell.injection.InjectionGuard;
import io.marketbell.journal.log.JdbcJournal;
import io.marketbell.journal.store.JournalDatabase;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.MetricsService;
import io.marketbell.metrics.MetricsService.Count;
import io.marketbell.metrics.MetricsService.Tagged;
import io.marketbell.metrics.MetricsService.Timing;
import io.marketbell.metrics.meter.DeliveryMeter;
import io.marketbell.metrics.meter.OpenOrders;
import io.marketbell.metrics.meter.OrderMeter;
import io.marketbell.notification.Notification;
import io.marketbell.notification.Outcome;
import io.marketbell.ratelimit.bucket.RateLimiter;
import java.util.List;
import java.util.function.Consumer;

/** Connects the metrics to the other packages, which do not depend on them. */
record MetricsWiring(MetricsService metrics, PipelineSettings settings) {
    private static final String SUCCESS = "success";
    private static final String FAILURE = "failure";
    private static final List<String> RESULTS = List.of(SUCCESS, FAILURE);

    void at(ShardedDeliveryHub hub) {
        hub.onDelivery(new DeliveryMeter(metrics, hub::connections));
    }

    void at(RateLimiter limiter) {
        limiter.onRefusal(policy -> metrics.rateLimited(policy.label()));
    }

    void at(InjectionGuard guard) {
        Tagged<? extends Count> refusals = metrics.counts(Metric.INJECTION_REFUSED);
        Tagged<? extends Count> reports = metrics.counts(Metric.INJECTION_REPORTED);
        guard.onFinding((source, finding, refused) -> (refused ? refusals : reports)
                .of(source.label(), finding.place().label(), finding.rule().label())
                .increment());
    }

    void at(JdbcJournal journal) {
        Tagged<? extends Timing> durations = metrics.timings(Metric.DB_QUERY_DURATION);
        // the series exist before the first query
        JournalDatabase.PURPOSES.forEach(purpose -> RESULTS.forEach(result -> durations.of(purpose, result)));
        journal.onQuery(queries());
    }

    /** Registers for all database work except the journal's. */
    void at(Database database) {
        database.onQuery(queries());
    }

    private QueryListener queries() {
        Tagged<? extends Timing> durations = metrics.timings(Metric.DB_QUERY_DURATION);
        return (purpose, nanos, succeeded) ->
                durations.of(purpose, succeeded ? SUCCESS : FAILURE).record(nanos);
    }

    /** Returns the listener for the outcomes of notifications accepted by this node. */
    Consumer<Outcome> orders() {
        return new OrderMeter(metrics, settings.instruments());
    }

    /** Adds a listener before the consumer of the notifications committed by all nodes. */
    Consumer<List<Notification>> committed(Consumer<List<Notification>> next) {
        return new OpenOrders(metrics, settings.openOrders()).andThen(next);
    }
}
