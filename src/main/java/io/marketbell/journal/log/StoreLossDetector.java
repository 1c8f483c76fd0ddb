package io.marketbell.journal.log;

import static java.lang.System.Logger.Level.ERROR;

import io.marketbell.journal.store.LogState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * Detects an embedded database that does not recover: after an I/O error, H2 closes its file and cannot always reopen
 * it in the same process. Other databases recover without a restart, and a database with a full disk waits for space.
 */
final class StoreLossDetector {
    private static final System.Logger LOG = System.getLogger(StoreLossDetector.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final LogState state;
    private final BooleanSupplier shouldComeBack;
    private final InstantSource clock;
    private long lastAvailableAt;
    private volatile boolean lost;

    /** @param shouldComeBack returns whether the database runs in this process and has disk space */
    StoreLossDetector(LogState state, BooleanSupplier shouldComeBack, InstantSource clock) {
        this.state = state;
        this.shouldComeBack = shouldComeBack;
        this.clock = clock;
        this.lastAvailableAt = clock.millis();
    }

    /** Must be called periodically, by one thread at a time. */
    void check() {
        // if the database was never reached, a restart does not help
        boolean waits = state.isKnown() && !state.isAvailable() && shouldComeBack.getAsBoolean();
        if (!waits) {
            lastAvailableAt = clock.millis();
            lost = false;
        } else if (!lost && clock.millis() - lastAvailableAt >= PATIENCE.toMillis()) {
            lost = true;
            LOG.log(
                    ERROR,
                    "the embedded database has not responded for {0} s although its disk has space; restart this node",
                    PATIENCE.toSeconds());
        }
    }

    /** Returns whether only a restart is likely to restore the database. */
    boolean isLost() {
        return lost;
    }
}
