package io.marketbell.delivery.resume;

import io.marketbell.delivery.DeliveryContext;
import io.marketbell.delivery.Frame;
import io.marketbell.journal.Journal;
import io.marketbell.journal.Journal.Past;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.thread.ThreadFaults;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * Reads the journal for one connection, one page at a time, on threads that may wait for the database. While the
 * journal is unavailable the read is retried. After {@link #ATTEMPTS} consecutive unexpected failures it is abandoned.
 * Thread-safe, except {@link #read} and {@link #isBusy}, which must be called on the shard's thread.
 */
public final class ResumeReads {
    static final int ATTEMPTS = 5;
    /** Delay between two reads; doubled after each unexpected failure. */
    private static final long RETRY_NANOS = 1_000_000_000L;

    private static final ThreadFaults FAULTS = ThreadFaults.of("reading history");

    /**
     * The parameters of a read.
     *
     * @param after the offset after which to read
     * @param epoch the epoch of the offset, or null if the client did not send it
     * @param first whether the offset came from the client and may belong to another log
     * @param reached the {@code reached} of an earlier page, or null
     * @param limit maximum number of notifications
     */
    public record Request(long after, String epoch, boolean first, LongPredicate reached, int limit) {}

    /**
     * The result of a read.
     *
     * @param from the offset after which the page was read
     * @param reset the gap if the client's offset belongs to another log; otherwise null
     * @param reached tests whether the notification with an offset may have been sent to the user before
     * @param openedAt this node routed nothing up to this offset, because it was committed before the node started
     * @param head the head of the log when the page was read
     * @param epoch the epoch of the log that was read
     */
    public record Page(
            long from,
            Frame.Status.Gap reset,
            LongPredicate reached,
            long openedAt,
            long head,
            String epoch,
            Past past) {}

    /** @param headReads the reads of the head that had begun when the client sent its request */
    private record Attempt(Request request, Consumer<Page> onPage, int failures, long dueAt, long headReads) {}

    private final DeliveryContext context;
    private final Executor shard;
    private final String user;
    private final Runnable onGivenUp;

    /** The read that waits for its retry; at most one. */
    private final AtomicReference<Attempt> waiting = new AtomicReference<>();

    private volatile boolean cancelled;
    private boolean busy;

    /** @param onGivenUp runs on a database thread, or on the thread that submits the read */
    public ResumeReads(DeliveryContext context, Executor shard, String user, Runnable onGivenUp) {
        this.context = context;
        this.shard = shard;
        this.user = user;
        this.onGivenUp = onGivenUp;
    }

    /** Returns whether a read is in progress or waits for its retry. */
    public boolean isBusy() {
        return busy;
    }

    /** @param onPage runs on the shard's thread */
    public void read(Request request, Consumer<Page> onPage) {
        busy = true;
        submit(new Attempt(request, onPage, 0, 0, context.journal().headReads()));
    }

    /** Retries the waiting read if it is due. Must be called several times a second; cheap if no read waits. */
    public void retryIfDue() {
        Attempt attempt = waiting.get();
        if (attempt == null || attempt.dueAt - context.clocks().nanos() > 0) {
            return;
        }
        if (!context.journal().isAvailable()) {
            // the journal is known to be unavailable; a read would only occupy a thread for each connection
            waiting.compareAndSet(attempt, later(attempt, attempt.failures, RETRY_NANOS));
        } else if (waiting.compareAndSet(attempt, null)) {
            submit(attempt);
        }
    }

    /** Cancels the current read; later reads are ignored. */
    public void cancel() {
        cancelled = true;
        waiting.set(null);
    }

    private void submit(Attempt attempt) {
        try {
            context.databaseThreads().execute(() -> run(attempt));
        } catch (RejectedExecutionException e) {
            // The executor rejected the task: too many tasks wait, or the node is stopping and closes its connections.
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
            Page page = find(attempt);
            shard.execute(() -> {
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
        return new Attempt(
                attempt.request, attempt.onPage, failures, context.clocks().nanos() + nanos, attempt.headReads);
    }

    private Page find(Attempt attempt) {
        Request request = attempt.request;
        Journal journal = context.journal();
        String epoch = journal.epoch();
        long head = journal.head();
        if (request.first && (journal.isShared() || isOfAnotherLog(request, epoch, head))) {
            // another node may have committed the offset, or may have found a restored database first; and what it has
            // sent to this user before must be part of the history, because only there repetitions are marked
            journal.headReadAfter(attempt.headReads);
            epoch = journal.epoch();
            head = journal.head();
        }
        Frame.Status.Gap reset = request.first && isOfAnotherLog(request, epoch, head)
                ? new Frame.Status.Gap(request.after, head, Frame.GapReason.RESET)
                : null;
        // another log is read from its beginning
        long from = reset == null ? request.after : 0;
        LongPredicate reached = request.reached == null ? context.ledger().mayHaveReached(user, from) : request.reached;
        Past past = journal.past(user, from, head, request.limit);
        return new Page(from, reset, reached, journal.openedAt(), head, epoch, past);
    }

    private static boolean isOfAnotherLog(Request request, String epoch, long head) {
        return request.epoch != null && !request.epoch.equals(epoch) || request.after > head;
    }
}
