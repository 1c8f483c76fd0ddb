package io.marketbell.monitoring.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.marketbell.delivery.ConnectedClients;
import io.marketbell.health.Health;
import io.marketbell.health.HealthState;
import io.marketbell.metrics.MetricsService;
import io.marketbell.metrics.Snapshot;
import io.marketbell.monitoring.merge.ClusterView;
import io.marketbell.monitoring.query.Scope;
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

    /** After this time, a snapshot is passed on without an evaluation of its own. */
    private static final Duration EVALUATED_WITHIN = Duration.ofSeconds(4);

    private static final long MOST_BYTES = 8 << 20;

    private final MetricsService metrics;
    private final Health health;
    private final ConnectedClients clients;
    private final Set<String> routes;
    private final InstantSource clock;
    private final String node;
    private final ClusterView cluster;
    private MonitoringState latest;
    private final Object encoding = new Object();
    private MonitoringState encodedOf;
    private byte[] encoded;
    private final Cache<Key, RenderedReport> made = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((Key key, RenderedReport page) -> page.body().length)
            .expireAfterWrite(INTERVAL.multipliedBy(2))
            .executor(Runnable::run)
            .build();

    /** @param late number of intervals by which the snapshot is late */
    private record Key(MonitoringState state, long late, Report report) {}

    /**
     * @param routes all routes, with or without requests
     * @param cluster the measurements of the other nodes
     */
    public ReportCache(
            MetricsService metrics,
            Health health,
            ConnectedClients clients,
            Set<String> routes,
            InstantSource clock,
            String node,
            ClusterView cluster) {
        this.metrics = metrics;
        this.health = health;
        this.clients = clients;
        this.routes = routes;
        this.clock = clock;
        this.node = node;
        this.cluster = cluster;
    }

    /** Returns the state of this node or of the cluster, shared by all requests. */
    public MonitoringState now(Scope scope) {
        MonitoringState own = now();
        return scope == Scope.CLUSTER ? cluster.of(own) : own;
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

    /** As {@link #now(Scope)}, but includes the latest snapshot of this node and the latest reports of the others. */
    public MonitoringState refreshed(Scope scope) {
        MonitoringState own = now();
        return scope == Scope.CLUSTER ? cluster.refreshed(own) : own;
    }

    /** Must be called every second, so that requests need not wait for the merge. */
    public void refreshIfWanted() {
        if (cluster.isWanted()) {
            cluster.refreshed(now());
        }
    }

    /**
     * Returns the encoded measurements of this node for the other nodes: the same array until there is a new snapshot
     * that health has evaluated.
     */
    public byte[] figures() {
        MonitoringState now = now();
        synchronized (encoding) {
            boolean isNew = encodedOf == null || encodedOf.snapshot() != now.snapshot();
            if (isNew && isEvaluated(now)) {
                encoded = ClusterView.encoded(now);
                encodedOf = now;
            }
            return encoded;
        }
    }

    private boolean isEvaluated(MonitoringState now) {
        return !now.state().asOf().isBefore(now.snapshot().asOf())
                || now.snapshot().age(clock.instant()).compareTo(EVALUATED_WITHIN) > 0;
    }

    public RenderedReport page(Report report, MonitoringState requested) {
        MonitoringState state = report.isOfOneNode() ? requested.ofOneNode() : requested;
        Instant now = clock.instant();
        Duration overdue = state.snapshot().age(now).minus(GRACE);
        long late = overdue.isNegative() ? 0 : overdue.dividedBy(INTERVAL);
        return made.get(new Key(state, late, report), key -> RenderedReport.of(report, state, now, node));
    }
}
