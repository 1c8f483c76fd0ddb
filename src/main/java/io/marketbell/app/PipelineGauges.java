package io.marketbell.app;

import io.marketbell.callback.OutcomeSink;
import io.marketbell.channel.websocket.WebSocketChannel;
import io.marketbell.cluster.Members;
import io.marketbell.cluster.Presence;
import io.marketbell.database.DatabaseTasks;
import io.marketbell.database.NewerRows;
import io.marketbell.delivery.DeliveryFigures;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.identity.apikey.ApiKeyUses;
import io.marketbell.journal.Journal;
import io.marketbell.journal.Ledger;
import io.marketbell.thread.ThreadFaults;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
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
            Presence presence,
            OutcomeSink callbacks,
            DatabaseTasks tasks,
            ApiKeyUses keyUses,
            MetricRegistry metrics) {
        pipeline.subscribe(callbacks);
        new Gauges(metrics)
                .figure(pipeline, "marketbell_delivery_connections", DeliveryFigures::connections)
                .figure(pipeline, "marketbell_delivery_frames", DeliveryFigures::frames)
                .figure(pipeline, "marketbell_delivery_notifications", DeliveryFigures::deliveries)
                .figure(pipeline, "marketbell_delivery_conflated", DeliveryFigures::conflated)
                .figure(pipeline, "marketbell_delivery_dropped", DeliveryFigures::dropped)
                .figure(pipeline, "marketbell_delivery_outdated", DeliveryFigures::outdated)
                .figure(pipeline, "marketbell_delivery_cut_off_writes", DeliveryFigures::cutOffWrites)
                .figure(pipeline, "marketbell_delivery_caught_writers", DeliveryFigures::caughtWriters)
                .figure(pipeline, "marketbell_delivery_held_writers", DeliveryFigures::heldWriters)
                .figure(pipeline, "marketbell_delivery_waiting_for_writer", DeliveryFigures::waitingForWriter)
                .figure(pipeline, "marketbell_delivery_backlog", DeliveryFigures::backlog)
                .figure(pipeline, "marketbell_delivery_acknowledgements_waiting", DeliveryFigures::acknowledging)
                .figure(pipeline, "marketbell_delivery_routed_connections", DeliveryFigures::routed)
                .figure(pipeline, "marketbell_delivery_names", DeliveryFigures::names)
                .figure(pipeline, "marketbell_delivery_owed_values", DeliveryFigures::pendingValues)
                .figure(pipeline, "marketbell_delivery_last_values", DeliveryFigures::lastValues)
                .figure(pipeline, "marketbell_delivery_last_value_bytes", DeliveryFigures::lastValueBytes)
                .closed(pipeline)
                .gauge(
                        "marketbell_ingest_volatile_recent_bytes",
                        "Estimated heap used by recent volatile notifications",
                        pipeline::recentBytes)
                .gauge(
                        "marketbell_ingest_volatile_key_bytes",
                        "Estimated heap used by idempotency keys of volatile notifications",
                        pipeline::keyBytes)
                .gauge(
                        "marketbell_thread_errors",
                        "Unexpected errors that threads and periodic tasks survived",
                        ThreadFaults::totalCount)
                .gauge(
                        "marketbell_threads_replaced",
                        "Threads that ended and were replaced",
                        ThreadFaults::totalReplacements)
                .gauge(
                        "marketbell_newer_rows",
                        "Reads of rows with values that only a newer release knows",
                        NewerRows::count)
                .gauge(
                        "marketbell_database_tasks_waiting",
                        "Database tasks queued by threads that must not block, at most 10,000",
                        tasks::waiting)
                .gauge(
                        "marketbell_journal_answers_waiting",
                        "Commits whose publishers have not been answered yet",
                        pipeline::answersWaiting)
                .gauge(
                        "marketbell_channel_unauthenticated",
                        "Open WebSocket connections that have not authenticated",
                        () -> channel.unauthenticated().count())
                .gauge(
                        "marketbell_channel_unauthenticated_refused",
                        "WebSocket connections without a credential that were rejected because too many were unauthenticated",
                        () -> channel.unauthenticated().refused())
                .gauge(
                        "marketbell_channel_closing",
                        "WebSocket connections that the server has closed and whose clients have not answered, at most 10,000",
                        () -> channel.closing().size())
                .gauge(
                        "marketbell_channel_disconnected",
                        "WebSocket connections that were disconnected because their closing handshake did not end",
                        () -> channel.closing().disconnected())
                .gauge(
                        "marketbell_journal_available",
                        "1 if durable notifications are accepted, 0 if the database is unavailable",
                        () -> journal.isAvailable() ? 1 : 0)
                .gauge(
                        "marketbell_journal_behind",
                        "Offsets found in the database that are not delivered on this node yet",
                        journal::behind)
                .gauge(
                        "marketbell_journal_waiting_bytes",
                        "Estimated heap used by commits of this node that wait for commits of other nodes, at most 16 MiB",
                        journal::waitingBytes)
                .gauge(
                        "marketbell_delivery_unconfirmed",
                        "Durable notifications written to a client that did not respond before too many others were written",
                        () -> pipeline.figures().unconfirmed())
                .gauge(
                        "marketbell_delivery_failed_writes",
                        "Failed deliveries remembered until their outcome is known",
                        () -> pipeline.figures().failedWrites())
                .gauge(
                        "marketbell_outcomes_waiting",
                        "Acknowledgements and failed deliveries whose outcomes are not published yet",
                        () -> pipeline.outcomes().waiting())
                .gauge(
                        "marketbell_outcomes_lost",
                        "Acknowledgements whose outcomes were not published because too many users were waiting",
                        () -> pipeline.outcomes().lost())
                .gauge(
                        "marketbell_ledger_late_deliveries",
                        "Deliveries below an offset that the user had acknowledged, not yet acknowledged again",
                        ledger::lateDeliveries)
                .gauge(
                        "marketbell_identity_key_uses_waiting",
                        "API keys whose last use is not stored yet",
                        keyUses::waiting)
                .nodes(members)
                .gauge(
                        "marketbell_cluster_heartbeat_age_seconds",
                        "Time since the last successful heartbeat of this node, 0 if it needs none",
                        () -> members.heartbeatAge().toMillis() / 1_000.0)
                .gauge(
                        "marketbell_cluster_heartbeat_failures",
                        "Failed heartbeats of this node",
                        members::failedHeartbeats)
                .gauge(
                        "marketbell_cluster_pauses",
                        "Times that this node did not run for so long that others could declare it dead",
                        members::pauses)
                .gauge(
                        "marketbell_cluster_presence_users",
                        "Users of this node whose connections are counted in the cluster",
                        () -> presence.figures().users())
                .gauge(
                        "marketbell_cluster_presence_waiting",
                        "Users whose changed number of connections is not sent to Redis yet",
                        () -> presence.figures().waiting())
                .gauge(
                        "marketbell_cluster_presence_announcements",
                        "Times that the connections of all users of this node were counted again",
                        () -> presence.figures().announcements())
                .gauge(
                        "marketbell_cluster_presence_in_doubt",
                        "Connections admitted although the connections at other nodes were unknown",
                        () -> presence.figures().inDoubt())
                .gauge(
                        "marketbell_cluster_leaving",
                        "1 while this node has left the cluster, because it cannot reach an engine that others reach",
                        () -> pipeline.leaving().isEmpty() ? 0 : 1)
                .gauge(
                        "marketbell_cluster_refused",
                        "1 if this node must not use the database because of another node or its settings",
                        () -> members.refusal().isEmpty() ? 0 : 1);
    }

    private record Gauges(MetricRegistry metrics) {

        Gauges figure(Pipeline pipeline, String name, Function<DeliveryFigures, Number> figure) {
            metrics.gauge(name, () -> figure.apply(pipeline.figures()));
            return this;
        }

        <N extends Number> Gauges gauge(String name, String description, Supplier<N> value, Tag... tags) {
            metrics.gauge(
                    Metadata.builder()
                            .withName(name)
                            .withDescription(description)
                            .build(),
                    value,
                    tags);
            return this;
        }

        Gauges nodes(Members members) {
            for (String state : members.states().keySet()) {
                gauge(
                        "marketbell_cluster_nodes",
                        "Nodes in the database, by state",
                        () -> members.states().getOrDefault(state, 0L),
                        new Tag("state", state));
            }
            return this;
        }

        Gauges closed(Pipeline pipeline) {
            for (DisconnectReason reason : DisconnectReason.values()) {
                gauge(
                        "marketbell_delivery_closed",
                        "Connections closed by the server since its start, by reason",
                        () -> pipeline.figures().closed().getOrDefault(reason, 0L),
                        new Tag("reason", reason.name().toLowerCase(Locale.ROOT)));
            }
            return this;
        }
    }
}
