package io.marketbell.app;

import io.marketbell.cluster.Bus;
import io.marketbell.cluster.BusFigures;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Starts the bus after all receivers of its messages were registered, and registers its gauges. */
@ApplicationScoped
class ClusterStart {
    private static final int LAST = Integer.MAX_VALUE - 1;

    void start(@Observes @Priority(LAST) Startup startup, Bus bus, MetricRegistry metrics) {
        bus.start();
        if (bus.state() == Bus.State.NONE) {
            return;
        }
        register(
                metrics,
                "marketbell_cluster_bus_up",
                "1 if messages are exchanged with other nodes",
                () -> bus.state() == Bus.State.UP ? 1 : 0);
        figure(metrics, bus, "marketbell_cluster_bus_sent", "Messages that Redis has confirmed", BusFigures::sent);
        figure(metrics, bus, "marketbell_cluster_bus_received", "Messages of other nodes", BusFigures::received);
        figure(
                metrics,
                bus,
                "marketbell_cluster_bus_losses",
                "Times that messages of other nodes may have been lost and the last values were loaded again",
                BusFigures::losses);
        figure(
                metrics,
                bus,
                "marketbell_cluster_bus_queue_bytes",
                "Size of the messages that wait to be sent",
                BusFigures::queuedBytes);
        figure(
                metrics,
                bus,
                "marketbell_cluster_bus_lag_seconds",
                "Age of the last received message when it was received",
                figures -> figures.lag().toMillis() / 1_000.0);
        figure(
                metrics,
                bus,
                "marketbell_cluster_bus_evicting",
                "1 if the maxmemory-policy of Redis is not noeviction",
                figures -> figures.evicting() ? 1 : 0);
        for (String reason : bus.figures().dropped().keySet()) {
            figure(
                    metrics,
                    bus,
                    "marketbell_cluster_bus_dropped",
                    "Messages that were not sent or not passed on, by reason",
                    figures -> figures.dropped().getOrDefault(reason, 0L),
                    new Tag("reason", reason));
        }
    }

    private static void figure(
            MetricRegistry metrics,
            Bus bus,
            String name,
            String description,
            Function<BusFigures, Number> figure,
            Tag... tags) {
        register(metrics, name, description, () -> figure.apply(bus.figures()), tags);
    }

    private static void register(
            MetricRegistry metrics, String name, String description, Supplier<Number> value, Tag... tags) {
        metrics.gauge(
                Metadata.builder().withName(name).withDescription(description).build(), value, tags);
    }
}
