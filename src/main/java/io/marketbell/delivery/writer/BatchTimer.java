package io.marketbell.delivery.writer;

import io.marketbell.delivery.ThreadHeartbeat;
import io.marketbell.thread.LongLivedThread;
import io.marketbell.thread.NonBlocking;
import io.marketbell.thread.ThreadFaults;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Flushes batches when their delay is over; one thread serves all connections. All batches have the same delay, so
 * their deadlines are in the order in which the batches were opened, and a FIFO queue suffices.
 */
public final class BatchTimer implements AutoCloseable {
    /**
     * Alarms within this interval fire together, up to half of it early or late: waking threads for each of a hundred
     * thousand batches a second would cost more than writing them.
     */
    private static final long TICK_NANOS = 4_000_000L;

    private static final ThreadFaults FAULTS = ThreadFaults.of("batch timer");

    private final Queue<Alarm> alarms = new ConcurrentLinkedQueue<>();
    private final LongSupplier nanoClock;
    private final ThreadHeartbeat heartbeat;
    private final LongLivedThread thread;
    private volatile boolean idle;
    private volatile boolean closed;

    private record Alarm(ConnectionSender sender, long batch, long deadline) {}

    public BatchTimer(LongSupplier nanoClock, ThreadFactory threads) {
        this.nanoClock = nanoClock;
        this.heartbeat = new ThreadHeartbeat(nanoClock);
        this.thread = new LongLivedThread("batch timer", threads, this::run, () -> closed);
    }

    public void start() {
        thread.start();
    }

    void arm(ConnectionSender sender, long batch, long deadline) {
        alarms.add(new Alarm(sender, batch, deadline));
        if (idle) {
            thread.unpark();
        }
    }

    /** Fires every due alarm. Returns the deadline of the next one, or {@link Long#MAX_VALUE}. */
    long ring(long now) {
        for (Alarm next = alarms.peek(); next != null; next = alarms.peek()) {
            if (next.deadline - now > 0) {
                return next.deadline;
            }
            alarms.poll();
            try {
                next.sender.batchTimeIsUp(next.batch);
            } catch (Throwable e) {
                FAULTS.record(e);
            }
        }
        return Long.MAX_VALUE;
    }

    private void run() {
        NonBlocking.mark("the batch timer");
        while (!closed) {
            // This thread ignores interrupts; a pending interrupt would prevent it from parking.
            Thread.interrupted();
            long now = nanoClock.getAsLong();
            heartbeat.beat(now);
            long next = ring(now + TICK_NANOS / 2);
            heartbeat.rest();
            if (next != Long.MAX_VALUE) {
                LockSupport.parkNanos(this, Math.max(next - now, TICK_NANOS));
            } else {
                idle = true;
                if (alarms.isEmpty() && !closed) {
                    LockSupport.park(this);
                }
                idle = false;
            }
        }
    }

    public ThreadHeartbeat.Reading heartbeat() {
        return heartbeat.of("batch timer", thread);
    }

    @Override
    public void close() {
        closed = true;
        thread.unpark();
    }
}
