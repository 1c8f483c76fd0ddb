package io.marketbell.app;

import io.marketbell.journal.Ledger;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.util.function.ToDoubleFunction;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Gauges of the notifications and acknowledgements whose outcome is pending. */
@ApplicationScoped
class OutcomeMetrics {

    void start(@Observes Startup startup, Pipeline pipeline, Ledger ledger, MetricRegistry metrics) {
        gauge(
                metrics,
                "marketbell_delivery_unconfirmed",
                "Durable notifications written to a client that did not respond before too many others were written",
                pipeline,
                running -> running.figures().unconfirmed());
        gauge(
                metrics,
                "marketbell_delivery_failed_writes",
                "Failed deliveries remembered until their outcome is known",
                pipeline,
                running -> running.figures().failedWrites());
        gauge(
                metrics,
                "marketbell_outcomes_waiting",
                "Acknowledgements and failed deliveries whose outcomes are not published yet",
                pipeline,
                running -> running.outcomes().waiting());
        gauge(
                metrics,
                "marketbell_outcomes_lost",
                "Acknowledgements whose outcomes were not published because too many users were waiting",
                pipeline,
                running -> running.outcomes().lost());
        gauge(
                metrics,
                "marketbell_ledger_late_deliveries",
                "Deliveries below an offset that the user had acknowledged, not yet acknowledged again",
                ledger,
                Ledger::lateDeliveries);
    }

    private static <T> void gauge(
            MetricRegistry metrics, String name, String description, T source, ToDoubleFunction<T> figure) {
        Metadata metadata =
                Metadata.builder().withName(name).withDescription(description).build();
        metrics.gauge(metadata, source, figure::applyAsDouble);
    }
}
