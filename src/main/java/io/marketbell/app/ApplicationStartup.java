package io.marketbell.app;

import io.marketbell.callback.OutcomeSink;
import io.marketbell.channel.websocket.WebSocketChannel;
import io.marketbell.database.DatabaseTasks;
import io.marketbell.delivery.DeliveryFigures;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.journal.Journal;
import io.marketbell.thread.ThreadFaults;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Starts the pipeline with the application and registers the delivery gauges. */
@ApplicationScoped
class ApplicationStartup {

    void start(
            @Observes Startup startup,
            Pipeline pipeline,
            WebSocketChannel channel,
            Journal journal,
            OutcomeSink callbacks,
            DatabaseTasks tasks,
            MetricRegistry metrics) {
        pipeline.subscribe(callbacks);
        gauge(metrics, pipeline, "marketbell_delivery_connections", DeliveryFigures::connections);
        gauge(metrics, pipeline, "marketbell_delivery_frames", DeliveryFigures::frames);
        gauge(metrics, pipeline, "marketbell_delivery_notifications", DeliveryFigures::deliveries);
        gauge(metrics, pipeline, "marketbell_delivery_conflated", DeliveryFigures::conflated);
        gauge(metrics, pipeline, "marketbell_delivery_dropped", DeliveryFigures::dropped);
        gauge(metrics, pipeline, "marketbell_delivery_cut_off_writes", DeliveryFigures::cutOffWrites);
        gauge(metrics, pipeline, "marketbell_delivery_caught_writers", DeliveryFigures::caughtWriters);
        gauge(metrics, pipeline, "marketbell_delivery_held_writers", DeliveryFigures::heldWriters);
        gauge(metrics, pipeline, "marketbell_delivery_waiting_for_writer", DeliveryFigures::waitingForWriter);
        gauge(metrics, pipeline, "marketbell_delivery_backlog", DeliveryFigures::backlog);
        gauge(metrics, pipeline, "marketbell_delivery_acknowledgements_waiting", DeliveryFigures::acknowledging);
        gauge(metrics, pipeline, "marketbell_delivery_routed_connections", DeliveryFigures::routed);
        gauge(metrics, pipeline, "marketbell_delivery_names", DeliveryFigures::names);
        gauge(metrics, pipeline, "marketbell_delivery_owed_values", DeliveryFigures::pendingValues);
        gauge(metrics, pipeline, "marketbell_delivery_last_values", DeliveryFigures::lastValues);
        gauge(metrics, pipeline, "marketbell_delivery_last_value_bytes", DeliveryFigures::lastValueBytes);
        metrics.gauge(
                described(
                        "marketbell_ingest_volatile_recent_bytes",
                        "Estimated heap used by recent volatile notifications"),
                pipeline,
                Pipeline::recentBytes);
        metrics.gauge(
                described(
                        "marketbell_ingest_volatile_key_bytes",
                        "Estimated heap used by idempotency keys of volatile notifications"),
                pipeline,
                Pipeline::keyBytes);
        threads(metrics);
        metrics.gauge(
                described(
                        "marketbell_database_tasks_waiting",
                        "Database tasks queued by threads that must not block, at most 10,000"),
                tasks,
                DatabaseTasks::waiting);
        metrics.gauge(
                described("marketbell_journal_answers_waiting", "Commits whose publishers have not been answered yet"),
                pipeline,
                Pipeline::answersWaiting);
        closed(metrics, pipeline);
        metrics.gauge(
                described(
                        "marketbell_channel_unauthenticated", "Open WebSocket connections that have not authenticated"),
                channel,
                WebSocketChannel::unauthenticated);
        metrics.gauge(
                described(
                        "marketbell_channel_unauthenticated_refused",
                        "WebSocket connections without a credential that were rejected because too many were unauthenticated"),
                channel,
                WebSocketChannel::unauthenticatedRefused);
        metrics.gauge(
                described(
                        "marketbell_journal_available",
                        "1 if durable notifications are accepted, 0 if the database is unavailable"),
                journal,
                log -> log.isAvailable() ? 1 : 0);
    }

    private static void threads(MetricRegistry metrics) {
        metrics.gauge(
                described("marketbell_thread_errors", "Unexpected errors that threads and periodic tasks survived"),
                ThreadFaults::totalCount);
        metrics.gauge(
                described("marketbell_threads_replaced", "Threads that ended and were replaced"),
                ThreadFaults::totalReplacements);
    }

    private static void closed(MetricRegistry metrics, Pipeline pipeline) {
        Metadata metadata =
                described("marketbell_delivery_closed", "Connections closed by the server since its start, by reason");
        for (DisconnectReason reason : DisconnectReason.values()) {
            metrics.gauge(
                    metadata,
                    pipeline,
                    running -> running.figures().closed().getOrDefault(reason, 0L),
                    new Tag("reason", reason.name().toLowerCase(Locale.ROOT)));
        }
    }

    private static Metadata described(String name, String description) {
        return Metadata.builder().withName(name).withDescription(description).build();
    }

    private static void gauge(
            MetricRegistry metrics, Pipeline pipeline, String name, ToDoubleFunction<DeliveryFigures> figure) {
        metrics.gauge(name, pipeline, running -> figure.applyAsDouble(running.figures()));
    }
}
