package io.marketbell.journal.log;

import io.marketbell.journal.log.AppendQueue.Call;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Detects a commit, or a read of the head, that takes too long, so that waiting callers can be rejected: the committing
 * thread is blocked and cannot do it. With a full disk, the database may block until there is space.
 */
final class CommitTimeout {
    private final long atMostNanos;
    private final Consumer<List<Call>> overdue;
    private List<Call> underway;
    private long since;
    private boolean reported;

    /** @param overdue receives the calls of an overdue commit */
    CommitTimeout(Duration atMost, Consumer<List<Call>> overdue) {
        this.atMostNanos = atMost.toNanos();
        this.overdue = overdue;
    }

    synchronized void began(List<Call> calls) {
        underway = calls;
        since = System.nanoTime();
        reported = false;
    }

    /** @return whether the commit was overdue and its calls were passed on */
    synchronized boolean ended() {
        underway = null;
        return reported;
    }

    /** Must be called several times within the timeout, on a thread that does not commit. */
    synchronized void check() {
        if (underway != null && !reported && System.nanoTime() - since > atMostNanos) {
            reported = true;
            overdue.accept(underway);
        }
    }
}
