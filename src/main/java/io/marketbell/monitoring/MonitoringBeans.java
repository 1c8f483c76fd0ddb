package io.marketbell.monitoring;

import io.marketbell.cluster.ClusterSettings;
import io.marketbell.cluster.NodeReports;
import io.marketbell.delivery.ConnectedClients;
import io.marketbell.health.Health;
import io.marketbell.http.route.Routes;
import io.marketbell.metrics.MetricsService;
import io.marketbell.metrics.meter.RouteTag;
import io.marketbell.monitoring.cache.ReportCache;
import io.marketbell.monitoring.merge.ClusterView;
import io.marketbell.monitoring.stream.SnapshotStreams;
import io.marketbell.thread.GuardedTask;
import io.marketbell.thread.PeriodicTask;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Creates the CDI beans of this package. */
@ApplicationScoped
class MonitoringBeans {
    private static final String NODE = "marketbell.monitoring.node";
    private static final String CLIENTS = "marketbell.monitoring.stream.readers";
    private static final String MOST_CLIENTS = "32";

    /** A separate pool, because its threads are interrupted. */
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "monitoring-stream");
        thread.setDaemon(true);
        return thread;
    });

    @Resource
    private ManagedScheduledExecutorService timer;

    private ScheduledFuture<?> merging;

    @PreDestroy
    void stop() {
        if (merging != null) {
            merging.cancel(false);
        }
        threads.shutdown();
    }

    @Produces
    @Singleton
    ReportCache pages(
            MetricsService metrics,
            Health health,
            ConnectedClients clients,
            Routes routes,
            NodeReports nodes,
            Config config,
            @ConfigProperty(name = NODE) Optional<String> configured) {
        String node = configured.orElseGet(() -> ClusterSettings.of(config).node());
        return new ReportCache(
                metrics,
                health,
                clients,
                RouteTag.all(routes),
                InstantSource.system(),
                node,
                new ClusterView(nodes, InstantSource.system()));
    }

    void start(@Observes Startup startup, NodeReports nodes, ReportCache cache) {
        nodes.figuresFrom(cache::figures);
        merging = new PeriodicTask("reports of the cluster", cache::refreshIfWanted)
                .withFixedDelay(timer, 1, 1, TimeUnit.SECONDS);
    }

    @Produces
    @Singleton
    ReportResponses replies(ReportCache cache) {
        return new ReportResponses(cache, InstantSource.system());
    }

    @Produces
    @Singleton
    SnapshotStreams streams(ReportCache cache, @ConfigProperty(name = CLIENTS, defaultValue = MOST_CLIENTS) int most) {
        return new SnapshotStreams(
                cache, InstantSource.system(), GuardedTask.executor("monitoring stream", threads), most);
    }
}
