package io.marketbell.delivery.writer;

import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The senders that have something to write, urgent ones first. A sender is added once, and once more if an urgent frame
 * is added to it meanwhile, so the number of connections bounds the queue.
 *
 * @param <T> the type of a sender
 *
 * <p>Lock-free: one publication may make a thousand senders due at once on few processors. If a thread were preempted
 * while holding a lock, all other threads would sleep and wake for each sender.
 */
final class RunQueue<T> {
    private final Queue<T> urgent = new ConcurrentLinkedQueue<>();
    private final Queue<T> normal = new ConcurrentLinkedQueue<>();

    /** The most recently idle first, so that the others stay idle long enough to end. */
    private final Deque<Thread> idle = new ConcurrentLinkedDeque<>();

    private final AtomicInteger size = new AtomicInteger();
    private final AtomicInteger idleCount = new AtomicInteger();
    private volatile boolean closed;

    /** @return whether an idle thread was woken */
    boolean add(T sender, boolean isUrgent) {
        size.incrementAndGet();
        (isUrgent ? urgent : normal).add(sender);
        return wakeOne();
    }

    private boolean wakeOne() {
        Thread thread = idleCount.get() > 0 ? idle.poll() : null;
        if (thread == null) {
            return false;
        }
        idleCount.decrementAndGet();
        LockSupport.unpark(thread);
        return true;
    }

    /**
     * Returns the next sender. Waits for one if necessary. Returns null if the queue is closed and empty, or if none
     * was added within the given time.
     */
    T take(long timeoutNanos) {
        T sender = poll();
        if (sender != null) {
            return sender;
        }
        long deadline = System.nanoTime() + timeoutNanos;
        while (true) {
            Thread thread = Thread.currentThread();
            idle.push(thread);
            idleCount.incrementAndGet();
            // Check again after registering as idle: a thread that added a sender before that did not see this thread.
            sender = poll();
            long left = deadline - System.nanoTime();
            if (sender == null && !closed && left > 0) {
                LockSupport.parkNanos(this, left);
                // An interrupt is intended for a write, and none is in progress here.
                Thread.interrupted();
                sender = poll();
            }
            unregister(thread);
            if (sender != null || closed || deadline - System.nanoTime() <= 0) {
                return sender;
            }
        }
    }

    /** Passes on a wake-up that came after the thread had found a sender by itself: it may be for another sender. */
    private void unregister(Thread thread) {
        if (idle.remove(thread)) {
            idleCount.decrementAndGet();
        } else if (size.get() > 0) {
            wakeOne();
        }
    }

    private T poll() {
        T sender = urgent.poll();
        if (sender == null) {
            sender = normal.poll();
        }
        if (sender != null) {
            size.decrementAndGet();
        }
        return sender;
    }

    int size() {
        return size.get();
    }

    /** Returns the number of idle threads. */
    int idle() {
        return idleCount.get();
    }

    void close() {
        closed = true;
        for (Thread thread = idle.poll(); thread != null; thread = idle.poll()) {
            idleCount.decrementAndGet();
            LockSupport.unpark(thread);
        }
    }
}
