package io.marketbell.app;

import io.marketbell.database.Database;
import io.marketbell.delivery.shard.ShardedDeliveryHub;
import io.marketbell.injection.InjectionGuard;
import io.marketbell.journal.log.JdbcJournal;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.MetricsService;
import io.marketbell.metrics.MetricsService.Count;
import io.marketbell.metrics.MetricsService.Tagged;
import io.marketbell.metrics.MetricsService.Timing;
import io.marketbell.metrics.meter.DatabaseMeter;
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
        journal.onQuery(new DatabaseMeter(metrics));
    }

    /** Registers for all database work except the journal's. */
    void at(Database database) {
        Tagged<? extends Timing> durations = metrics.timings(Metric.DB_QUERY_DURATION);
        database.onQuery((purpose, nanos, succeeded) ->
                durations.of(purpose, succeeded ? "success" : "failure").record(nanos));
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
