package io.marketbell.app;

import io.marketbell.delivery.ShardedExchange;
import io.marketbell.health.Vitals;
import io.marketbell.journal.Journal;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Reports the state of the running pipeline to the health checks. */
record VitalSigns(ShardedExchange exchange, Journal journal, BooleanSupplier opening, int connectionsAtMost)
        implements Vitals {

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
        return exchange.isShuttingDown();
    }

    @Override
    public int connections() {
        return exchange.connections();
    }

    @Override
    public List<Turning> turning() {
        return exchange.beats().stream()
                .map(beat -> new Turning(beat.name(), beat.ended(), beat.silence()))
                .toList();
    }
}
