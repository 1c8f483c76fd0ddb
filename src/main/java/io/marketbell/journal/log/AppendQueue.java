package io.marketbell.journal.log;

import io.marketbell.journal.Journal;
import io.marketbell.journal.Journal.Appended;
import io.marketbell.journal.Journal.Entry;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.thread.NonBlocking;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The queue of appends that wait for the next commit. Bounded by rows. Rejects immediately while the database is
 * unavailable.
 */
final class AppendQueue {

    /** One call of {@link Journal#append}. */
    record Call(List<Entry> entries, int rows, CompletableFuture<List<Appended>> answer) {
        Call(List<Entry> entries) {
            this(entries, entries.stream().mapToInt(Entry::rows).sum(), new CompletableFuture<>());
        }
    }

    /** How often waiting callers evaluate the admission condition. */
    private static final long ADMISSION_POLL_NANOS = 10_000_000L;

    private final int capacity;
    private final long patienceNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition drained = lock.newCondition();
    private final Queue<Call> calls = new ArrayDeque<>();
    private volatile BooleanSupplier admitted = () -> true;
    private int waiting;
    private boolean woken;
    private JournalUnavailable refusal = new JournalUnavailable("the journal has not been opened yet", null);

    /** @param patience how long a caller waits for room before it is rejected */
    AppendQueue(int capacity, Duration patience) {
        this.capacity = capacity;
        this.patienceNanos = patience.toNanos();
    }

    /** Adds a call; blocks while the queue is full, so that publishers are limited to the speed of the database. */
    void put(Call call) {
        assert NonBlocking.mayWait("the append queue");
        lock.lock();
        try {
            long left = patienceNanos;
            while (refusal == null && (isFull(call) || !admitted.getAsBoolean())) {
                if (left <= 0) {
                    throw new JournalUnavailable(
                            isFull(call)
                                    ? "the append queue is full: " + waiting + " rows wait for a commit"
                                    : "delivery is too slow: its queues are full",
                            null);
                }
                long pause = Math.min(left, ADMISSION_POLL_NANOS);
                left += drained.awaitNanos(pause) - pause;
            }
            if (refusal != null) {
                throw refusal;
            }
            calls.add(call);
            waiting += call.rows;
            filled.signal();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JournalUnavailable("interrupted while waiting for the append queue", e);
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull(Call call) {
        return waiting > 0 && waiting + call.rows > capacity;
    }

    /** Sets a condition that callers wait for in addition to room in the queue. */
    void admitWhile(BooleanSupplier condition) {
        admitted = condition;
    }

    /**
     * Returns queued calls in order, with at most the given number of rows but at least one call. Returns an empty list
     * after the timeout or on {@link #wake}.
     */
    List<Call> take(int rows, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (calls.isEmpty() && !woken && left > 0) {
                left = filled.awaitNanos(left);
            }
            woken = false;
            List<Call> group = new ArrayList<>();
            int taken = 0;
            while (!calls.isEmpty() && (taken == 0 || taken + calls.peek().rows <= rows)) {
                Call call = calls.remove();
                taken += call.rows;
                group.add(call);
            }
            waiting -= taken;
            drained.signalAll();
            return group;
        } finally {
            lock.unlock();
        }
    }

    /** Makes {@link #take} return. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    void open() {
        lock.lock();
        try {
            refusal = null;
        } finally {
            lock.unlock();
        }
    }

    /** Rejects new calls until {@link #open}. Queued calls stay: see {@link #rejectQueued}. */
    void refuse(JournalUnavailable why) {
        lock.lock();
        try {
            refusal = why;
            drained.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Removes the queued calls and rejects them. */
    void rejectQueued(JournalUnavailable why) {
        List<Call> removed;
        lock.lock();
        try {
            removed = List.copyOf(calls);
            calls.clear();
            waiting = 0;
            woken = false;
            drained.signalAll();
        } finally {
            lock.unlock();
        }
        reject(removed, why);
    }

    static void reject(List<Call> calls, JournalUnavailable why) {
        calls.forEach(call -> call.answer.completeExceptionally(why));
    }
}
