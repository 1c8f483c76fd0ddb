package io.marketbell.journal.log;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Decides when commits of other nodes are missing and must be read from the database: at once, or after a short time in
 * which their messages may arrive. Not thread-safe, except {@link #behind}.
 */
final class MissingCommits {
    /** Messages of several nodes may overtake each other by less than this. */
    static final Duration PATIENCE = Duration.ofMillis(50);

    private final LongSupplier nanoClock;
    private volatile BooleanSupplier messagesArrive = () -> false;

    /** The highest head that was found in the database, or committed by this node. */
    private volatile long found;

    /** The highest head that a message reported; it counts until a later read from the database. */
    private volatile long heard;

    /** Everything up to this offset is read without waiting for messages. */
    private long atOnceThrough;

    /** The time since when the next offset is missing; undefined if none is. */
    private long since;

    MissingCommits(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    void expectWhile(BooleanSupplier condition) {
        messagesArrive = condition;
    }

    /** @param head the announced head */
    void found(long newFound, long head) {
        begin(newFound, head);
        found = Math.max(found, newFound);
    }

    /** @param head the announced head */
    void heard(long newHeard, long head) {
        begin(newHeard, head);
        heard = Math.max(heard, newHeard);
    }

    private void begin(long higher, long head) {
        if (!isBehind(head) && higher > head) {
            since = nanoClock.getAsLong();
        }
    }

    void readAtOnce(long through) {
        atOnceThrough = Math.max(atOnceThrough, through);
    }

    /** The announced head has advanced. */
    void advanced() {
        since = nanoClock.getAsLong();
    }

    /**
     * Takes the head that was read from the database. Everything up to it is read without further waiting. A message that
     * reported a higher one before the read was wrong.
     *
     * @param heardBefore {@link #heard} before the read
     */
    void read(long newFound, long heardBefore, long head) {
        if (heard == heardBefore) {
            heard = Math.min(heard, newFound);
        }
        found(newFound, head);
        readAtOnce(newFound);
    }

    long heard() {
        return heard;
    }

    boolean isBehind(long head) {
        return behind(head) > 0;
    }

    /** Thread-safe. */
    long behind(long head) {
        return Math.max(0, Math.max(found, heard) - head);
    }

    /** Returns 0 if a read is due, the maximum value if nothing is missing. */
    long nanosUntilRead(long head) {
        if (!isBehind(head)) {
            return Long.MAX_VALUE;
        }
        if (head < atOnceThrough || !messagesArrive.getAsBoolean()) {
            return 0;
        }
        return Math.max(0, since + PATIENCE.toNanos() - nanoClock.getAsLong());
    }

    void clear() {
        found = 0;
        heard = 0;
        atOnceThrough = 0;
    }
}
