package io.marketbell.app;

import io.marketbell.cluster.clock.ClusterClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Produces the clock that the nodes of a cluster have in common. */
@ApplicationScoped
class ClusterTime {
    private static final double MILLIS_A_SECOND = 1_000;

    private final ClusterClock clock = new ClusterClock(InstantSource.system());

    /** Also injected as an {@link InstantSource}. */
    @Produces
    @Singleton
    ClusterClock clock() {
        return clock;
    }

    void start(@Observes Startup startup, MetricRegistry metrics) {
        metrics.gauge(
                Metadata.builder()
                        .withName("marketbell_cluster_clock_skew_seconds")
                        .withDescription("Time by which the database's clock is ahead of this node's; negative if behind")
                        .build(),
                clock,
                corrected -> corrected.skew().toMillis() / MILLIS_A_SECOND);
    }
}
