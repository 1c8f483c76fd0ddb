package io.marketbell.delivery;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The pipes that have something to write, the urgent ones first. Holds each at most once, so it needs no bound. */
final class RunQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final ArrayDeque<Pipe> urgent = new ArrayDeque<>();
    private final ArrayDeque<Pipe> normal = new ArrayDeque<>();
    private int idle;
    private boolean closed;

    void add(Pipe pipe, boolean isUrgent) {
        lock.lock();
        try {
            (isUrgent ? urgent : normal).add(pipe);
            if (idle > 0) {
                notEmpty.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The next one; waits for it; null once the queue is closed and empty, or nothing came for so long. */
    Pipe take(long patienceNanos) {
        lock.lock();
        try {
            long left = patienceNanos;
            while (true) {
                Pipe pipe = urgent.isEmpty() ? normal.poll() : urgent.poll();
                if (pipe != null || closed || left <= 0) {
                    return pipe;
                }
                idle++;
                try {
                    left = notEmpty.awaitNanos(left);
                } catch (InterruptedException e) {
                    // An interrupt is meant for a write; none is under way here.
                    continue;
                } finally {
                    idle--;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    boolean hasIdleTaker() {
        lock.lock();
        try {
            return idle >= urgent.size() + normal.size();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return urgent.size() + normal.size();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            notEmpty.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
