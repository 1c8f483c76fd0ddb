package io.marketbell.app;

import io.marketbell.callback.OutcomeSink;
import io.marketbell.channel.websocket.WebSocketChannel;
import io.marketbell.cluster.Members;
import io.marketbell.database.DatabaseTasks;
import io.marketbell.delivery.DeliveryFigures;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.journal.Journal;
import io.marketbell.journal.Ledger;
import io.marketbell.thread.ThreadFaults;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Starts the pipeline with the application and registers its gauges. */
@ApplicationScoped
class PipelineGauges {

    void start(
            @Observes Startup startup,
            Pipeline pipeline,
            WebSocketChannel channel,
            Journal journal,
            Ledger ledger,
            Members members,
            OutcomeSink callbacks,
            DatabaseTasks tasks,
            MetricRegistry metrics) {
        pipeline.subscribe(callbacks);
        delivery(metrics, pipeline);
        gauge(
                metrics,
                "marketbell_ingest_volatile_recent_bytes",
                "Estimated heap used by recent volatile notifications",
                pipeline,
                Pipeline::recentBytes);
        gauge(
                metrics,
                "marketbell_ingest_volatile_key_bytes",
                "Estimated heap used by idempotency keys of volatile notifications",
                pipeline,
                Pipeline::keyBytes);
        metrics.gauge(
                described("marketbell_thread_errors", "Unexpected errors that threads and periodic tasks survived"),
                ThreadFaults::totalCount);
        metrics.gauge(
                described("marketbell_threads_replaced", "Threads that ended and were replaced"),
                ThreadFaults::totalReplacements);
        gauge(
                metrics,
                "marketbell_database_tasks_waiting",
                "Database tasks queued by threads that must not block, at most 10,000",
                tasks,
                DatabaseTasks::waiting);
        gauge(
                metrics,
                "marketbell_journal_answers_waiting",
                "Commits whose publishers have not been answered yet",
                pipeline,
                Pipeline::answersWaiting);
        gauge(
                metrics,
                "marketbell_channel_unauthenticated",
                "Open WebSocket connections that have not authenticated",
                channel,
                WebSocketChannel::unauthenticated);
        gauge(
                metrics,
                "marketbell_channel_unauthenticated_refused",
                "WebSocket connections without a credential that were rejected because too many were unauthenticated",
                channel,
                WebSocketChannel::unauthenticatedRefused);
        gauge(
                metrics,
                "marketbell_channel_closing",
                "WebSocket connections that the server has closed and whose clients have not answered, at most 10,000",
                channel,
                WebSocketChannel::closingCount);
        gauge(
                metrics,
                "marketbell_channel_disconnected",
                "WebSocket connections that were disconnected because their closing handshake did not end",
                channel,
                WebSocketChannel::disconnected);
        gauge(
                metrics,
                "marketbell_journal_available",
                "1 if durable notifications are accepted, 0 if the database is unavailable",
                journal,
                log -> log.isAvailable() ? 1 : 0);
        gauge(
                metrics,
                "marketbell_journal_behind",
                "Offsets found in the database that are not delivered on this node yet",
                journal,
                Journal::behind);
        gauge(
                metrics,
                "marketbell_journal_waiting_bytes",
                "Estimated heap used by commits of this node that wait for commits of other nodes, at most 16 MiB",
                journal,
                Journal::waitingBytes);
        outcomes(metrics, pipeline, ledger);
        cluster(metrics, members);
    }

    private static void cluster(MetricRegistry metrics, Members members) {
        Metadata nodes = described("marketbell_cluster_nodes", "Nodes in the database, by state");
        for (String state : members.states().keySet()) {
            metrics.gauge(nodes, members, known -> known.states().getOrDefault(state, 0L), new Tag("state", state));
        }
        gauge(
                metrics,
                "marketbell_cluster_heartbeat_age_seconds",
                "Time since the last successful heartbeat of this node, 0 if it needs none",
                members,
                known -> known.heartbeatAge().toMillis() / 1_000.0);
        gauge(
                metrics,
                "marketbell_cluster_heartbeat_failures",
                "Failed heartbeats of this node",
                members,
                Members::failedHeartbeats);
        gauge(
                metrics,
                "marketbell_cluster_pauses",
                "Times that this node did not run for so long that others could declare it dead",
                members,
                Members::pauses);
        gauge(
                metrics,
                "marketbell_cluster_refused",
                "1 if this node must not use the database because of another node or its settings",
                members,
                known -> known.refusal().isEmpty() ? 0 : 1);
    }

    private static void delivery(MetricRegistry metrics, Pipeline pipeline) {
        figure(metrics, pipeline, "marketbell_delivery_connections", DeliveryFigures::connections);
        figure(metrics, pipeline, "marketbell_delivery_frames", DeliveryFigures::frames);
        figure(metrics, pipeline, "marketbell_delivery_notifications", DeliveryFigures::deliveries);
        figure(metrics, pipeline, "marketbell_delivery_conflated", DeliveryFigures::conflated);
        figure(metrics, pipeline, "marketbell_delivery_dropped", DeliveryFigures::dropped);
        figure(metrics, pipeline, "marketbell_delivery_cut_off_writes", DeliveryFigures::cutOffWrites);
        figure(metrics, pipeline, "marketbell_delivery_caught_writers", DeliveryFigures::caughtWriters);
        figure(metrics, pipeline, "marketbell_delivery_held_writers", DeliveryFigures::heldWriters);
        figure(metrics, pipeline, "marketbell_delivery_waiting_for_writer", DeliveryFigures::waitingForWriter);
        figure(metrics, pipeline, "marketbell_delivery_backlog", DeliveryFigures::backlog);
        figure(metrics, pipeline, "marketbell_delivery_acknowledgements_waiting", DeliveryFigures::acknowledging);
        figure(metrics, pipeline, "marketbell_delivery_routed_connections", DeliveryFigures::routed);
        figure(metrics, pipeline, "marketbell_delivery_names", DeliveryFigures::names);
        figure(metrics, pipeline, "marketbell_delivery_owed_values", DeliveryFigures::pendingValues);
        figure(metrics, pipeline, "marketbell_delivery_last_values", DeliveryFigures::lastValues);
        figure(metrics, pipeline, "marketbell_delivery_last_value_bytes", DeliveryFigures::lastValueBytes);
        Metadata closed =
                described("marketbell_delivery_closed", "Connections closed by the server since its start, by reason");
        for (DisconnectReason reason : DisconnectReason.values()) {
            metrics.gauge(
                    closed,
                    pipeline,
                    running -> running.figures().closed().getOrDefault(reason, 0L),
                    new Tag("reason", reason.name().toLowerCase(Locale.ROOT)));
        }
    }

    /** Gauges of the notifications and acknowledgements whose outcome is pending. */
    private static void outcomes(MetricRegistry metrics, Pipeline pipeline, Ledger ledger) {
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

    private static void figure(
            MetricRegistry metrics, Pipeline pipeline, String name, ToDoubleFunction<DeliveryFigures> figure) {
        metrics.gauge(name, pipeline, running -> figure.applyAsDouble(running.figures()));
    }

    private static <T> void gauge(
            MetricRegistry metrics, String name, String description, T source, ToDoubleFunction<T> figure) {
        metrics.gauge(described(name, description), source, figure::applyAsDouble);
    }

    private static Metadata described(String name, String description) {
        return Metadata.builder().withName(name).withDescription(description).build();
    }
}
