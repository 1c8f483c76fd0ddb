package io.marketbell.delivery.writer;

import io.marketbell.delivery.DeliverySettings;
import io.marketbell.delivery.ThreadHeartbeat;
import io.marketbell.thread.LongLivedThread;
import io.marketbell.thread.ThreadFaults;
import io.marketbell.thread.ThreadStarts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The threads that write to clients. Blocking writes are the cheapest, but have no timeout, so a client that stops
 * reading would block its thread indefinitely. Three measures prevent that this delays other clients: suspect clients
 * are served by separate slow writers; a fast writer that is blocked in a write nevertheless is replaced for the
 * duration of the write; and a write is interrupted if it exceeds the send timeout or if its connection is to be
 * closed.
 *
 * <p>An error in a turn ends neither the writer nor the connections of others. If a writer thread ends nevertheless,
 * the supervisor replaces it and closes the connection that it was serving.
 */
public final class WriterThreads implements AutoCloseable {
    /** How long the end of a connection waits for a write in progress. */
    private static final long CLOSE_WAIT_NANOS = 1_000_000_000L;

    private static final long SUPERVISION_MILLIS = 2;

    private static final long PERMISSION_POLL_NANOS = 5_000_000L;

    private static final ThreadFaults FAULTS = ThreadFaults.of("delivery writer");

    enum Lane {
        /** Before normal senders. */
        URGENT,
        NORMAL,
        /** For clients that may not be reading, and for closing, which may also take long. */
        SLOW
    }

    private final LongSupplier nanoClock;
    private final ThreadFactory threads;
    private final ThreadStarts starts;
    private final long sendTimeoutNanos;
    private final int fastTarget;
    private final int slowLimit;

    private final RunQueue<ConnectionSender> fast = new RunQueue<>();
    private final RunQueue<ConnectionSender> slow = new RunQueue<>();
    private final Set<Writer> writers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger slowThreads = new AtomicInteger();
    private final LongAdder slowWriters = new LongAdder();
    private final LongAdder cutOff = new LongAdder();
    private final LongLivedThread supervisor;
    private final ThreadHeartbeat supervision;

    /** A blocked writer is replaced, so progress is monitored for the fast and the slow writers, not for each writer. */
    private final ThreadHeartbeat fastLane;

    private final ThreadHeartbeat slowLane;
    private volatile BooleanSupplier permitted = () -> true;
    private volatile boolean closed;

    public WriterThreads(DeliverySettings settings, LongSupplier nanoClock, ThreadFactory threads) {
        this.nanoClock = nanoClock;
        this.threads = threads;
        this.starts = new ThreadStarts("delivery writer", nanoClock);
        this.sendTimeoutNanos = settings.sendTimeout().toNanos();
        this.fastTarget = settings.writers();
        this.slowLimit = settings.slowWriters();
        this.supervision = new ThreadHeartbeat(nanoClock);
        this.fastLane = new ThreadHeartbeat(nanoClock);
        this.slowLane = new ThreadHeartbeat(nanoClock);
        this.supervisor = new LongLivedThread("writers' supervisor", threads, this::supervise, () -> closed);
    }

    public void start() {
        for (int i = 0; i < fastTarget; i++) {
            addFastWriter();
        }
        supervisor.start();
    }

    /** Sets a condition for writes. While it is false, writers wait. Evaluated for every turn; must be cheap. */
    public void writeWhile(BooleanSupplier condition) {
        permitted = condition;
    }

    void awaitPermission() {
        while (!permitted.getAsBoolean() && !closed) {
            LockSupport.parkNanos(PERMISSION_POLL_NANOS);
            // an interrupted thread does not park
            Thread.interrupted();
        }
    }

    void schedule(ConnectionSender sender, Lane lane) {
        if (lane == Lane.SLOW) {
            if (!slow.add(sender, false)) {
                addSlowWriter();
            }
        } else {
            fast.add(sender, lane == Lane.URGENT);
        }
    }

    /**
     * Waits for a write in progress to this connection, which is being closed, to return; at most {@link
     * #CLOSE_WAIT_NANOS}. The supervisor interrupts the write.
     */
    void awaitFree(ConnectionSender sender) {
        for (Writer writer : writers) {
            long begun = System.nanoTime();
            while (writer.isToBeInterrupted(sender)
                    && System.nanoTime() - begun < CLOSE_WAIT_NANOS
                    && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(200_000);
            }
        }
    }

    /** Returns how often a write blocked a fast writer. */
    public long slowWriters() {
        return slowWriters.sum();
    }

    /** Returns how many writes were interrupted. */
    public long cutOff() {
        return cutOff.sum();
    }

    /** Returns the number of writers blocked by the server: interrupted some time ago and not returned. */
    public int held() {
        long now = nanoClock.getAsLong();
        return (int) writers.stream().filter(writer -> writer.isHeld(now)).count();
    }

    /** Returns the number of senders that wait for a thread. */
    public int queued() {
        return fast.size() + slow.size();
    }

    public List<ThreadHeartbeat.Reading> heartbeats() {
        return List.of(
                fastLane.of("writers", starts.isFailing()),
                slowLane.of("slow writers"),
                supervision.of("writers' supervisor", supervisor));
    }

    private boolean addFastWriter() {
        return start(false);
    }

    private void addSlowWriter() {
        if (slowThreads.incrementAndGet() > slowLimit || !start(true)) {
            slowThreads.decrementAndGet();
        }
    }

    /** Never throws: its callers schedule senders and must not fail if there is no memory for a thread. */
    private boolean start(boolean isSlow) {
        return starts.tryStart(() -> {
            Writer writer = new Writer(this, nanoClock, threads, isSlow);
            writers.add(writer);
            try {
                writer.start();
            } catch (Throwable e) {
                writers.remove(writer);
                throw e;
            }
        });
    }

    // Called by writers.

    RunQueue<ConnectionSender> queue(boolean isSlow) {
        return isSlow ? slow : fast;
    }

    ThreadHeartbeat heartbeat(boolean isSlow) {
        return isSlow ? slowLane : fastLane;
    }

    void countCutOff() {
        cutOff.increment();
    }

    /** Removes a writer whose thread ends or has ended. Idempotent. */
    void ended(Writer writer) {
        if (writers.remove(writer) && writer.startedSlow()) {
            slowThreads.decrementAndGet();
        }
    }

    private void supervise() {
        while (!closed) {
            try {
                Thread.sleep(SUPERVISION_MILLIS);
            } catch (InterruptedException e) {
                continue;
            }
            long now = nanoClock.getAsLong();
            supervision.beat(now);
            fastLane.observe(fast.size() > 0);
            slowLane.observe(slow.size() > 0);
            replaceLost();
            boolean slowExhausted = slow.size() > 0 && slowThreads.get() >= slowLimit;
            int working = 0;
            List<Writer> blocked = new ArrayList<>();
            for (Writer writer : writers) {
                inspect(writer, now, slowExhausted);
                if (!writer.isSlow()) {
                    if (writer.isBlocked(now)) {
                        blocked.add(writer);
                    } else {
                        working++;
                    }
                }
            }
            // No sender is delayed while none waits: a replacement is worth a thread only then.
            if (fast.size() > 0) {
                for (Writer writer : blocked) {
                    if (working < fastTarget && starts.mayStart() && addFastWriter()) {
                        writer.becomeSlow();
                        slowWriters.increment();
                        working++;
                    }
                }
            }
            supervision.rest();
        }
    }

    /**
     * Ensures that there is the configured number of fast writers, blocked ones included, and at least one slow writer
     * for the senders that wait.
     */
    private void replaceLost() {
        int fastWriters = 0;
        for (Writer writer : writers) {
            if (writer.hasEnded()) {
                writer.lost();
            } else if (!writer.isSlow()) {
                fastWriters++;
            }
        }
        while (fastWriters < fastTarget && starts.mayStart() && !closed) {
            if (addFastWriter()) {
                starts.replaced();
                fastWriters++;
            }
        }
        boolean slowNeeded = slow.size() > 0 && slow.idle() == 0;
        if (slowNeeded && starts.mayStart()) {
            addSlowWriter();
        } else if (!slowNeeded && fastWriters >= fastTarget && starts.mayStart()) {
            // The thread that could not be started is no longer needed.
            starts.notNeeded();
        }
    }

    private void inspect(Writer writer, long now, boolean slowExhausted) {
        try {
            writer.inspect(now, sendTimeoutNanos, slowExhausted);
        } catch (Throwable e) {
            FAULTS.record(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        supervisor.interrupt();
        fast.close();
        slow.close();
    }
}
