package io.marketbell.app;

import io.marketbell.cluster.Bus;
import io.marketbell.delivery.bus.VolatileFigures;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Registers the gauges of the volatile notifications that are exchanged with other nodes, if there can be others. */
@ApplicationScoped
class VolatileGauges {

    void start(@Observes Startup startup, Pipeline pipeline, Bus bus, MetricRegistry metrics) {
        if (bus.state() == Bus.State.NONE) {
            return;
        }
        new Gauges(pipeline, metrics)
                .gauge("sent", "Volatile notifications sent to other nodes", VolatileFigures::sent)
                .gauge(
                        "unsent",
                        "Volatile notifications not sent to other nodes at once, because Redis was away or a queue was full",
                        VolatileFigures::unsent)
                .gauge("received", "Volatile notifications received from other nodes", VolatileFigures::received)
                .gauge(
                        "late",
                        "Volatile notifications of other nodes that arrived after their expiry and were kept as last values",
                        VolatileFigures::late)
                .gauge(
                        "dropped",
                        "Volatile notifications of other nodes that were replaced or dropped because delivery had no room",
                        VolatileFigures::dropped)
                .gauge(
                        "malformed",
                        "Messages and volatile notifications of other nodes that could not be decoded",
                        VolatileFigures::malformed)
                .gauge(
                        "sending_bytes",
                        "Estimated heap used by volatile notifications to be sent to other nodes, at most 16 MiB",
                        VolatileFigures::sendingBytes)
                .gauge(
                        "receiving_bytes",
                        "Estimated heap used by volatile notifications of other nodes to be delivered, at most 32 MiB",
                        VolatileFigures::receivingBytes);
    }

    private record Gauges(Pipeline pipeline, MetricRegistry metrics) {

        Gauges gauge(String name, String description, ToLongFunction<VolatileFigures> figure) {
            metrics.gauge(
                    Metadata.builder()
                            .withName("marketbell_cluster_volatile_" + name)
                            .withDescription(description)
                            .build(),
                    () -> figure.applyAsLong(pipeline.volatiles()));
            return this;
        }
    }
}
