package io.marketbell.journal.log;

import io.marketbell.journal.log.AppendQueue.Call;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Notices a commit, or a look at the head, that takes too long, so that those who wait for it can be answered: the thread
 * that commits cannot do it. A database whose disk is full may take until there is space.
 */
final class CommitTimeout {
    private final long atMostNanos;
    private final Consumer<List<Call>> overdue;
    private List<Call> underway;
    private long since;
    private boolean reported;

    /** @param overdue takes the calls of a commit that takes longer than this */
    CommitTimeout(Duration atMost, Consumer<List<Call>> overdue) {
        this.atMostNanos = atMost.toNanos();
        this.overdue = overdue;
    }

    synchronized void began(List<Call> calls) {
        underway = calls;
        since = System.nanoTime();
        reported = false;
    }

    /** @return whether it took too long, and its calls were taken */
    synchronized boolean ended() {
        underway = null;
        return reported;
    }

    /** To be called several times within the time allowed, by a thread that does not commit. */
    synchronized void check() {
        if (underway != null && !reported && System.nanoTime() - since > atMostNanos) {
            reported = true;
            overdue.accept(underway);
        }
    }
}
