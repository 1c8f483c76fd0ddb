package io.marketbell.delivery.writer;

import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The pipes that have something to write, the urgent ones first. Holds each at most twice, so it needs no bound.
 *
 * @param <T> a pipe
 *
 * <p>Without a lock, because of what happens when one notice makes a thousand pipes due at once on few processors: who
 * is preempted while holding a lock would make everyone else sleep and wake for each pipe.
 */
final class RunQueue<T> {
    private final Queue<T> urgent = new ConcurrentLinkedQueue<>();
    private final Queue<T> normal = new ConcurrentLinkedQueue<>();

    /** The latest first: the others get old enough to end. */
    private final Deque<Thread> idle = new ConcurrentLinkedDeque<>();

    private final AtomicInteger size = new AtomicInteger();
    private final AtomicInteger idleCount = new AtomicInteger();
    private volatile boolean closed;

    /** @return whether a thread without work was called */
    boolean add(T pipe, boolean isUrgent) {
        size.incrementAndGet();
        (isUrgent ? urgent : normal).add(pipe);
        return callOne();
    }

    private boolean callOne() {
        Thread thread = idleCount.get() > 0 ? idle.poll() : null;
        if (thread == null) {
            return false;
        }
        idleCount.decrementAndGet();
        LockSupport.unpark(thread);
        return true;
    }

    /** The next one; waits for it; null once the queue is closed and empty, or nothing came for so long. */
    T take(long patienceNanos) {
        T pipe = poll();
        if (pipe != null) {
            return pipe;
        }
        long deadline = System.nanoTime() + patienceNanos;
        while (true) {
            Thread me = Thread.currentThread();
            idle.push(me);
            idleCount.incrementAndGet();
            // Looked at again after signing up: whoever added before that did not see this thread.
            pipe = poll();
            long left = deadline - System.nanoTime();
            if (pipe == null && !closed && left > 0) {
                LockSupport.parkNanos(this, left);
                // An interrupt is meant for a write; none is under way here.
                Thread.interrupted();
                pipe = poll();
            }
            signOff(me);
            if (pipe != null || closed || deadline - System.nanoTime() <= 0) {
                return pipe;
            }
        }
    }

    /** A call that came while the thread had found something by itself is passed on: it may be for something else. */
    private void signOff(Thread me) {
        if (idle.remove(me)) {
            idleCount.decrementAndGet();
        } else if (size.get() > 0) {
            callOne();
        }
    }

    private T poll() {
        T pipe = urgent.poll();
        if (pipe == null) {
            pipe = normal.poll();
        }
        if (pipe != null) {
            size.decrementAndGet();
        }
        return pipe;
    }

    int size() {
        return size.get();
    }

    /** How many threads wait for something. */
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
