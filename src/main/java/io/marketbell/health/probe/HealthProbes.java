package io.marketbell.health.probe;

import io.marketbell.health.Health;
import io.marketbell.health.HealthFinding;
import io.marketbell.health.HealthLevel;
import io.marketbell.health.HealthState;
import io.marketbell.health.RuntimeStatus;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/**
 * The health checks for orchestrators. They never block and never depend on anything outside this process: a slow or
 * unreachable database changes the reported level, but not whether this node is restarted or receives traffic.
 *
 * @param deadlocked returns the number of deadlocked threads
 */
public record HealthProbes(Health health, RuntimeStatus status, Duration stuckAfter, IntSupplier deadlocked) {
    private static final String LEVEL = "level";

    /**
     * Reports whether startup is complete. A running database migration delays startup. An unreachable database does
     * not, because the node serves requests without it and migrates the schema once it is reachable.
     */
    ProbeResult started() {
        boolean migrated = status.hasSchema();
        boolean settled = migrated || !status.isOpening();
        List<RuntimeStatus.ThreadReading> threads = status.threads();
        boolean warmed = !threads.isEmpty() && threads.stream().noneMatch(RuntimeStatus.ThreadReading::ended);
        return new ProbeResult.Making()
                .with(LEVEL, health.state().level().word())
                .with("schema", migrated ? "migrated" : settled ? "waiting for the database" : "migrating")
                .needs("settled", settled)
                .needs("delivering", warmed || status.isShuttingDown())
                .made();
    }

    /**
     * Reports whether the process works or needs a restart. It stays up during shutdown, when threads end one by one.
     */
    ProbeResult live() {
        boolean leaving = status.isShuttingDown();
        List<RuntimeStatus.ThreadReading> threads = status.threads();
        String stuck = threads.stream()
                .filter(each -> each.isStuck(stuckAfter))
                .map(RuntimeStatus.ThreadReading::name)
                .collect(Collectors.joining(", "));
        long silence = threads.stream()
                .mapToLong(each -> each.silence().toMillis())
                .max()
                .orElse(0);
        int waiting = deadlocked.getAsInt();
        return new ProbeResult.Making()
                .with(LEVEL, health.state().level().word())
                .needs("delivering", leaving || stuck.isEmpty())
                .needs("journal_written", leaving || status.isJournalWritten())
                .forbids("deadlock", waiting > 0)
                .with("deadlocked_threads", (long) waiting)
                .with("watched", (long) threads.size())
                .with("stuck", stuck)
                .with("threads_replaced", status.threadsReplaced())
                .with("thread_errors", status.threadErrors())
                .with("longest_silence_ms", silence)
                .made();
    }

    /** Reports whether this node should receive new clients and publishers. */
    ProbeResult ready() {
        HealthState state = health.state();
        int connections = status.connections();
        int atMost = status.connectionsAtMost();
        boolean reachable = status.isDatabaseReachable();
        String refusal = status.refusal();
        String leaving = status.leaving();
        ProbeResult.Making making = new ProbeResult.Making()
                .with(LEVEL, state.level().word())
                .with("level_since", state.since().toString())
                .with("as_of", state.asOf().toString())
                .with("durable", reachable && status.isJournalWritten())
                .with("database", reachable ? "up" : "away")
                .forbids("opening", status.isOpening())
                .forbids("loading", !status.hasLastValues())
                .forbids("refused", !refusal.isEmpty())
                .forbids("leaving", !leaving.isEmpty())
                .forbids("shutting_down", status.isShuttingDown())
                .forbids("full", connections >= atMost)
                .with("nodes", (long) status.nodesAlive())
                .with("heartbeat_age_ms", status.heartbeatAge().toMillis())
                .with("connections", (long) connections)
                .with("connections_at_most", (long) atMost);
        if (!refusal.isEmpty()) {
            making.with("refusal", refusal);
        }
        if (!leaving.isEmpty()) {
            making.with("leaving_reason", leaving);
        }
        if (status.hasBus()) {
            making.with("bus", status.isBusUp() ? "up" : "away");
        }
        if (status.nodesExpected() > 1) {
            making.with("nodes_expected", (long) status.nodesExpected());
        }
        String reasons = state.findings().stream()
                .filter(finding -> finding.level() != HealthLevel.HEALTHY)
                .map(HealthFinding::name)
                .collect(Collectors.joining(", "));
        if (!reasons.isEmpty()) {
            making.with("level_reasons", reasons);
        }
        for (HealthFinding finding : state.findings()) {
            if (finding.value() != null && finding.unit().equals("seconds")) {
                making.with(finding.name() + "_p95_ms", Math.round(finding.value() * 1_000));
            }
        }
        return making.made();
    }
}
