package io.marketbell.monitoring.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.marketbell.delivery.ConnectedClients;
import io.marketbell.health.Health;
import io.marketbell.health.HealthState;
import io.marketbell.metrics.MetricsService;
import io.marketbell.metrics.Snapshot;
import io.marketbell.monitoring.report.MonitoringState;
import io.marketbell.monitoring.report.Report;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;

/**
 * Caches one response body per state and query, so that all clients receive the same bytes. Repeated reads are cheap,
 * and the age contained in the body does not change its ETag. If snapshots stop, a new body is still created every
 * interval, so that the age in the body keeps rising.
 */
public final class ReportCache {
    public static final Duration INTERVAL = Duration.ofSeconds(10);

    /** Tolerance before a snapshot counts as late. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final long MOST_BYTES = 8 << 20;

    private final MetricsService metrics;
    private final Health health;
    private final ConnectedClients clients;
    private final Set<String> routes;
    private final InstantSource clock;
    private final String node;
    private MonitoringState latest;
    private final Cache<Key, RenderedReport> made = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((Key key, RenderedReport page) -> page.body().length)
            .expireAfterWrite(INTERVAL.multipliedBy(2))
            .executor(Runnable::run)
            .build();

    /** @param late number of intervals by which the snapshot is late */
    private record Key(MonitoringState state, long late, Report report) {}

    /** @param routes all routes, with or without requests */
    public ReportCache(
            MetricsService metrics,
            Health health,
            ConnectedClients clients,
            Set<String> routes,
            InstantSource clock,
            String node) {
        this.metrics = metrics;
        this.health = health;
        this.clients = clients;
        this.routes = routes;
        this.clock = clock;
        this.node = node;
    }

    /**
     * Returns one shared state for all requests between two snapshots. Also creates a new state if health was evaluated
     * since, which happens shortly after the snapshot.
     */
    public synchronized MonitoringState now() {
        Snapshot snapshot = metrics.snapshot();
        HealthState state = health.state();
        if (latest == null || latest.snapshot() != snapshot || !latest.state().equals(state)) {
            latest = new MonitoringState(snapshot, state, health.alerts(), routes, metrics::history, clients);
        }
        return latest;
    }

    public RenderedReport page(Report report, MonitoringState state) {
        Instant now = clock.instant();
        Duration overdue = state.snapshot().age(now).minus(GRACE);
        long late = overdue.isNegative() ? 0 : overdue.dividedBy(INTERVAL);
        return made.get(new Key(state, late, report), key -> RenderedReport.of(report.answer(state), state, now, node));
    }
}
