package io.marketbell.journal;

import io.marketbell.journal.Journal.Appended;
import io.marketbell.journal.Journal.Entry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Where appends wait for the next commit. Bounded by entries; refuses at once while the database is away. */
final class AppendQueue {

    /** One call of {@link Journal#append}. */
    record Call(List<Entry> entries, CompletableFuture<List<Appended>> answer) {
        Call(List<Entry> entries) {
            this(entries, new CompletableFuture<>());
        }
    }

    private final int capacity;
    private final long patienceNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition drained = lock.newCondition();
    private final Queue<Call> calls = new ArrayDeque<>();
    private int waiting;
    private boolean woken;
    private JournalUnavailable refusal = new JournalUnavailable("the journal has not been opened yet", null);

    /** @param patience how long a caller waits for room before it is refused */
    AppendQueue(int capacity, Duration patience) {
        this.capacity = capacity;
        this.patienceNanos = patience.toNanos();
    }

    /** Waits while the queue is full: publishers go no faster than the database. */
    void put(Call call) {
        lock.lock();
        try {
            long left = patienceNanos;
            while (refusal == null && waiting > 0 && waiting + call.entries.size() > capacity) {
                if (left <= 0) {
                    throw new JournalUnavailable("the database is too slow: " + waiting + " entries wait", null);
                }
                left = drained.awaitNanos(left);
            }
            if (refusal != null) {
                throw refusal;
            }
            calls.add(call);
            waiting += call.entries.size();
            filled.signal();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JournalUnavailable("interrupted while waiting for room", e);
        } finally {
            lock.unlock();
        }
    }

    /** What waits, in order, at most so many entries but at least one call; nothing where nothing comes in time, or on {@link #wake}. */
    List<Call> take(int entries, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (calls.isEmpty() && !woken && left > 0) {
                left = filled.awaitNanos(left);
            }
            woken = false;
            List<Call> group = new ArrayList<>();
            int taken = 0;
            while (!calls.isEmpty()
                    && (taken == 0 || taken + calls.peek().entries.size() <= entries)) {
                Call call = calls.remove();
                taken += call.entries.size();
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

    /** Nothing comes in any more until {@link #open}. What waits stays: see {@link #take}. */
    void refuse(JournalUnavailable why) {
        lock.lock();
        try {
            refusal = why;
            drained.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
