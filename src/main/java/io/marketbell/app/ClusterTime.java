package io.marketbell.app;

import io.marketbell.cluster.ClusterMode;
import io.marketbell.cluster.ClusterSettings;
import io.marketbell.cluster.clock.ClockCorrection;
import io.marketbell.cluster.clock.ClusterClock;
import io.marketbell.thread.DaemonThreads;
import io.marketbell.thread.PeriodicTask;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Produces the clock that the nodes of a cluster have in common, and corrects it at the interval of the heartbeats. */
@ApplicationScoped
class ClusterTime {
    private static final double MILLIS_A_SECOND = 1_000;

    private final ClusterClock clock = new ClusterClock(InstantSource.system());
    private final ClusterSettings cluster;

    @Resource(lookup = "jdbc/marketbell")
    private DataSource source;

    private ScheduledExecutorService correcting;

    /** Required for the container's client proxy. */
    protected ClusterTime() {
        this.cluster = null;
    }

    @Inject
    ClusterTime(Config config) {
        this.cluster = ClusterSettings.of(config);
    }

    /** Also injected as an {@link InstantSource}. Starts the corrections, so that users never miss the first one. */
    @Produces
    @Singleton
    ClusterClock clock() {
        if (cluster.mode() != ClusterMode.SINGLE) {
            ClockCorrection correction = new ClockCorrection(clock, source, System::nanoTime);
            correcting = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("marketbell-clock-"));
            long interval = cluster.heartbeat().toMillis();
            new PeriodicTask("cluster clock", correction)
                    .withFixedDelay(correcting, 0, interval, TimeUnit.MILLISECONDS);
        }
        return clock;
    }

    void start(@Observes Startup startup, ClusterClock clusterClock, MetricRegistry metrics) {
        metrics.gauge(
                Metadata.builder()
                        .withName("marketbell_cluster_clock_skew_seconds")
                        .withDescription(
                                "Time by which the database's clock is ahead of this node's; negative if behind")
                        .build(),
                clusterClock,
                corrected -> corrected.skew().toMillis() / MILLIS_A_SECOND);
    }

    @PreDestroy
    void stop() {
        if (correcting != null) {
            correcting.shutdown();
        }
    }
}
