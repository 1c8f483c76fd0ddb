package io.marketbell.health;

import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/**
 * What orchestrators ask. No answer waits for anything, and none depends on what lies outside of this process: a slow or
 * lost database changes the level that is shown, never whether this node is kept or asked.
 */
final class Probes {
    private static final String LEVEL = "level";

    private final Health health;
    private final Vitals vitals;
    private final Duration stuckAfter;
    private final IntSupplier deadlocked;

    /** @param deadlocked how many threads wait for one another for ever */
    Probes(Health health, Vitals vitals, Duration stuckAfter, IntSupplier deadlocked) {
        this.health = health;
        this.vitals = vitals;
        this.stuckAfter = stuckAfter;
        this.deadlocked = deadlocked;
    }

    /**
     * Whether the start is over, so that the others mean something. A database that is being migrated is waited for; one
     * that is away is not, as this node serves what needs none and migrates it when it comes.
     */
    Probe started() {
        boolean migrated = vitals.hasSchema();
        boolean settled = migrated || !vitals.isOpening();
        List<Vitals.Turning> turning = vitals.turning();
        boolean warmed = !turning.isEmpty() && turning.stream().noneMatch(Vitals.Turning::ended);
        return new Probe.Making()
                .with(LEVEL, health.state().level().word())
                .with("schema", migrated ? "migrated" : settled ? "waiting for the database" : "migrating")
                .needs("settled", settled)
                .needs("delivering", warmed || vitals.isShuttingDown())
                .made();
    }

    /** Whether a restart would not help. While it shuts down, threads end one after the other and nobody restarts it. */
    Probe live() {
        boolean leaving = vitals.isShuttingDown();
        List<Vitals.Turning> turning = vitals.turning();
        String stuck = turning.stream()
                .filter(each -> each.isStuck(stuckAfter))
                .map(Vitals.Turning::name)
                .collect(Collectors.joining(", "));
        long silence = turning.stream()
                .mapToLong(each -> each.silence().toMillis())
                .max()
                .orElse(0);
        int waiting = deadlocked.getAsInt();
        return new Probe.Making()
                .with(LEVEL, health.state().level().word())
                .needs("delivering", leaving || stuck.isEmpty())
                .needs("journal_written", leaving || vitals.isJournalWritten())
                .forbids("deadlock", waiting > 0)
                .with("deadlocked_threads", (long) waiting)
                .with("watched", (long) turning.size())
                .with("stuck", stuck)
                .with("threads_replaced", vitals.threadsReplaced())
                .with("thread_errors", vitals.threadErrors())
                .with("longest_silence_ms", silence)
                .made();
    }

    /** Whether new readers and publishers should be sent here. */
    Probe ready() {
        State state = health.state();
        int connections = vitals.connections();
        int atMost = vitals.connectionsAtMost();
        boolean reachable = vitals.isDatabaseReachable();
        Probe.Making making = new Probe.Making()
                .with(LEVEL, state.level().word())
                .with("level_since", state.since().toString())
                .with("as_of", state.asOf().toString())
                .with("durable", reachable && vitals.isJournalWritten())
                .with("database", reachable ? "up" : "away")
                .forbids("opening", vitals.isOpening())
                .forbids("shutting_down", vitals.isShuttingDown())
                .forbids("full", connections >= atMost)
                .with("connections", (long) connections)
                .with("connections_at_most", (long) atMost);
        for (Finding finding : state.findings()) {
            if (finding.value() != null && finding.unit().equals("seconds")) {
                making.with(finding.name() + "_p95_ms", Math.round(finding.value() * 1_000));
            }
        }
        return making.made();
    }
}
