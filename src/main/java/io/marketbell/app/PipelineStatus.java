package io.marketbell.app;

import io.marketbell.delivery.shard.ShardedDeliveryHub;
import io.marketbell.health.RuntimeStatus;
import io.marketbell.journal.Journal;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Reports the state of the running pipeline to the health checks. */
record PipelineStatus(ShardedDeliveryHub hub, Journal journal, BooleanSupplier opening, int connectionsAtMost)
        implements RuntimeStatus {

    @Override
    public boolean isOpening() {
        return opening.getAsBoolean();
    }

    @Override
    public boolean hasSchema() {
        return journal.isKnown();
    }

    @Override
    public boolean isDatabaseReachable() {
        return journal.isAvailable();
    }

    @Override
    public boolean isJournalWritten() {
        return journal.isAlive();
    }

    @Override
    public boolean isShuttingDown() {
        return hub.isShuttingDown();
    }

    @Override
    public int connections() {
        return hub.connections();
    }

    @Override
    public List<Turning> turning() {
        return hub.heartbeats().stream()
                .map(heartbeat -> new Turning(heartbeat.name(), heartbeat.ended(), heartbeat.silence()))
                .toList();
    }
}
