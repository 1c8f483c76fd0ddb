package io.marketbell.cluster.redis;

import io.marketbell.cluster.Bus.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The messages that wait to be sent, bounded in number and bytes. Thread-safe. */
final class SendQueue {
    private final int mostMessages;
    private final long mostBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Queue<Message> messages = new ArrayDeque<>();
    private volatile long bytes;
    private int inHand;

    SendQueue(int mostMessages, long mostBytes) {
        this.mostMessages = mostMessages;
        this.mostBytes = mostBytes;
    }

    /** Returns false if there is no room. */
    boolean offer(Message message) {
        long size = message.bytes();
        lock.lock();
        try {
            if (messages.size() >= mostMessages || bytes + size > mostBytes) {
                return false;
            }
            messages.add(message);
            bytes += size;
            notEmpty.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Removes the first messages; at least one if there is any. Waits for the first one.
     *
     * @param nanos maximum time to wait
     */
    List<Message> take(int atMost, long bytesAtMost, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (messages.isEmpty() && left > 0) {
                left = notEmpty.awaitNanos(left);
            }
            List<Message> taken = new ArrayList<>();
            long size = 0;
            while (!messages.isEmpty() && taken.size() < atMost) {
                size += messages.peek().bytes();
                if (!taken.isEmpty() && size > bytesAtMost) {
                    break;
                }
                taken.add(remove());
            }
            inHand = taken.size();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private Message remove() {
        Message message = messages.remove();
        bytes -= message.bytes();
        return message;
    }

    /** Removes all messages and returns their number. */
    int clear() {
        lock.lock();
        try {
            int removed = messages.size();
            messages.clear();
            bytes = 0;
            return removed;
        } finally {
            lock.unlock();
        }
    }

    /** Must be called after the taken messages were sent or dropped. */
    void done() {
        lock.lock();
        try {
            inHand = 0;
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether no message waits or is being sent. */
    boolean isEmpty() {
        lock.lock();
        try {
            return messages.isEmpty() && inHand == 0;
        } finally {
            lock.unlock();
        }
    }

    long bytes() {
        return bytes;
    }
}
