package io.marketbell.app;

import io.marketbell.callback.Outcomes;
import io.marketbell.delivery.DeliveryFigures;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.util.function.ToDoubleFunction;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Starts the pipeline with the application, and shows how delivery stands. */
@ApplicationScoped
class Start {

    void start(@Observes Startup startup, Pipeline pipeline, Outcomes callbacks, MetricRegistry metrics) {
        pipeline.tell(callbacks);
        gauge(metrics, pipeline, "marketbell_delivery_connections", DeliveryFigures::connections);
        gauge(metrics, pipeline, "marketbell_delivery_frames", DeliveryFigures::frames);
        gauge(metrics, pipeline, "marketbell_delivery_notifications", DeliveryFigures::deliveries);
        gauge(metrics, pipeline, "marketbell_delivery_conflated", DeliveryFigures::conflated);
        gauge(metrics, pipeline, "marketbell_delivery_dropped", DeliveryFigures::dropped);
        gauge(metrics, pipeline, "marketbell_delivery_cut_off_writes", DeliveryFigures::cutOffWrites);
        gauge(metrics, pipeline, "marketbell_delivery_caught_writers", DeliveryFigures::caughtWriters);
        gauge(metrics, pipeline, "marketbell_delivery_waiting_for_writer", DeliveryFigures::waitingForWriter);
        gauge(metrics, pipeline, "marketbell_delivery_backlog", DeliveryFigures::backlog);
        gauge(metrics, pipeline, "marketbell_delivery_last_values", DeliveryFigures::lastValues);
    }

    private static void gauge(
            MetricRegistry metrics, Pipeline pipeline, String name, ToDoubleFunction<DeliveryFigures> figure) {
        metrics.gauge(name, pipeline, running -> figure.applyAsDouble(running.figures()));
    }
}
