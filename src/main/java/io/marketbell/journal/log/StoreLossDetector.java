package io.marketbell.journal.log;

import static java.lang.System.Logger.Level.ERROR;

import io.marketbell.journal.store.LogState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * Notices an embedded database that does not come back: an I/O error makes H2 close its file, and it cannot always be
 * opened again in the same process. Other databases come back by themselves, and one whose disk is full waits for space.
 */
final class StoreLossDetector {
    private static final System.Logger LOG = System.getLogger(StoreLossDetector.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final LogState state;
    private final BooleanSupplier shouldComeBack;
    private final InstantSource clock;
    private long wellAt;
    private volatile boolean lost;

    /** @param shouldComeBack whether the database is in this process, with space on its disk */
    StoreLossDetector(LogState state, BooleanSupplier shouldComeBack, InstantSource clock) {
        this.state = state;
        this.shouldComeBack = shouldComeBack;
        this.clock = clock;
        this.wellAt = clock.millis();
    }

    /** To be called now and then, by one thread at a time. */
    void check() {
        // a database that was never reached is away for a reason that a restart does not mend
        boolean waits = state.isKnown() && !state.isAvailable() && shouldComeBack.getAsBoolean();
        if (!waits) {
            wellAt = clock.millis();
            lost = false;
        } else if (!lost && clock.millis() - wellAt >= PATIENCE.toMillis()) {
            lost = true;
            LOG.log(
                    ERROR,
                    "the embedded database has not answered for {0} s although its disk has space; restart this node",
                    PATIENCE.toSeconds());
        }
    }

    /** Whether nothing but a restart is likely to bring it back. */
    boolean isLost() {
        return lost;
    }
}
