package io.marketbell.delivery.resume;

import io.marketbell.delivery.Clocks;
import io.marketbell.delivery.Frame;
import io.marketbell.journal.Journal;
import io.marketbell.journal.Journal.Past;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.Ledger;
import io.marketbell.thread.ThreadFaults;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * Reads the journal for one connection, one page at a time, on the threads that may wait for the database. While the
 * journal is unavailable the read waits and is repeated; after {@link #ATTEMPTS} unexpected failures in a row it is given
 * up. Thread-safe, but for {@link #read} and {@link #isBusy}, which belong to the shard's thread.
 */
public final class ResumeReads {
    static final int ATTEMPTS = 5;
    /** Between two reads; doubled with each unexpected failure. */
    private static final long RETRY_NANOS = 1_000_000_000L;

    private static final ThreadFaults FAULTS = ThreadFaults.of("reading history");

    /** What a read needs of the node. */
    public record Ground(Journal journal, Ledger ledger, Executor databaseThreads, Executor shard, Clocks clocks) {}

    /**
     * What to read.
     *
     * @param after the offset after which to read
     * @param epoch the epoch that the offset is of, or null where the client has not named one
     * @param first whether the offset is the client's, and so may be of another log
     * @param reached the answer of an earlier page, or null
     * @param limit how many notifications at most
     */
    public record Question(long after, String epoch, boolean first, LongPredicate reached, int limit) {}

    /**
     * What was read.
     *
     * @param from the offset after which was read
     * @param reset the gap where the client's offset is of another log, else null
     * @param reached tells of an offset whether it may have been sent to the user before
     * @param openedAt up to this offset nothing was routed by this node, because it had been committed before
     * @param head the head when this was read
     * @param epoch of the log that was read
     */
    public record Page(
            long from,
            Frame.Status.Gap reset,
            LongPredicate reached,
            long openedAt,
            long head,
            String epoch,
            Past past) {}

    private record Attempt(Question question, Consumer<Page> onPage, int failures, long dueAt) {}

    private final Ground ground;
    private final String user;
    private final Runnable onGivenUp;

    /** The read that waits to be repeated: at most one. */
    private final AtomicReference<Attempt> waiting = new AtomicReference<>();

    private volatile boolean cancelled;
    private boolean busy;

    /** @param onGivenUp runs on a database thread, or on the one that hands a read over */
    public ResumeReads(Ground ground, String user, Runnable onGivenUp) {
        this.ground = ground;
        this.user = user;
        this.onGivenUp = onGivenUp;
    }

    /** Whether a read is under way or waits to be repeated. */
    public boolean isBusy() {
        return busy;
    }

    /** @param onPage runs in the shard's turn */
    public void read(Question question, Consumer<Page> onPage) {
        busy = true;
        submit(new Attempt(question, onPage, 0, 0));
    }

    /** Repeats the read that waits, if it is due. To be called several times a second; costs nothing without one. */
    public void retryIfDue() {
        Attempt attempt = waiting.get();
        if (attempt == null || attempt.dueAt - ground.clocks.nanos() > 0) {
            return;
        }
        if (!ground.journal.isAvailable()) {
            // asking is of no use, and would occupy a thread for each connection
            waiting.compareAndSet(attempt, later(attempt, attempt.failures, RETRY_NANOS));
        } else if (waiting.compareAndSet(attempt, null)) {
            submit(attempt);
        }
    }

    /** Ends what is under way; nothing is read any more. */
    public void cancel() {
        cancelled = true;
        waiting.set(null);
    }

    private void submit(Attempt attempt) {
        try {
            ground.databaseThreads.execute(() -> run(attempt));
        } catch (RejectedExecutionException e) {
            // Too much is waiting, or the node is stopping: then it closes its connections.
            waiting.set(later(attempt, attempt.failures, RETRY_NANOS));
        } catch (RuntimeException | Error e) {
            failed(attempt, e);
        }
    }

    private void run(Attempt attempt) {
        if (cancelled) {
            return;
        }
        try {
            Page page = find(attempt.question);
            ground.shard.execute(() -> {
                busy = false;
                attempt.onPage.accept(page);
            });
        } catch (JournalUnavailable e) {
            waiting.set(later(attempt, attempt.failures, RETRY_NANOS));
        } catch (RuntimeException | Error e) {
            failed(attempt, e);
        }
    }

    private void failed(Attempt attempt, Throwable e) {
        int failures = attempt.failures + 1;
        FAULTS.record(e);
        if (failures >= ATTEMPTS) {
            onGivenUp.run();
        } else {
            waiting.set(later(attempt, failures, RETRY_NANOS << failures - 1));
        }
    }

    private Attempt later(Attempt attempt, int failures, long nanos) {
        return new Attempt(attempt.question, attempt.onPage, failures, ground.clocks.nanos() + nanos);
    }

    private Page find(Question question) {
        String epoch = ground.journal.epoch();
        long head = ground.journal.head();
        Frame.Status.Gap reset = question.first ? reset(question, head) : null;
        long from = reset == null ? question.after : 0;
        LongPredicate reached = question.reached == null ? ground.ledger.mayHaveReached(user, from) : question.reached;
        Past past = ground.journal.past(user, from, head, question.limit);
        return new Page(from, reset, reached, ground.journal.openedAt(), head, epoch, past);
    }

    /** Whether the offset is of another log than the journal's: then it is read from its beginning. */
    private Frame.Status.Gap reset(Question question, long head) {
        boolean otherEpoch = question.epoch != null && !question.epoch.equals(ground.journal.epoch());
        return otherEpoch || question.after > head
                ? new Frame.Status.Gap(question.after, head, Frame.GapReason.RESET)
                : null;
    }
}
