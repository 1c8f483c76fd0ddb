package io.marketbell.delivery.writer;

import io.marketbell.delivery.DeliverySettings;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.HeartbeatReading;
import io.marketbell.delivery.ThreadHeartbeat;
import io.marketbell.thread.LongLivedThread;
import io.marketbell.thread.NonBlocking;
import io.marketbell.thread.ThreadFaults;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
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
    /** A write of this duration counts as blocked: loopback and healthy networks take microseconds. */
    private static final long CAUGHT_NANOS = 4_000_000L;

    /** Maximum duration of a write to a connection that is to be closed. */
    private static final long CUT_OFF_NANOS = 50_000_000L;

    /** How long the end of a connection waits for a write in progress. */
    private static final long FREEING_NANOS = 1_000_000_000L;

    private static final long SUPERVISION_MILLIS = 2;

    /** An idle slow writer ends after this time. */
    private static final long SLOW_IDLE_NANOS = 30_000_000_000L;

    /**
     * If a turn continues for this time after its first interrupt, not the client but the server blocks it: the server
     * ignores the interrupt.
     */
    private static final long HELD_NANOS = 1_000_000_000L;

    /** Delay before starting a thread is retried after a failure. */
    private static final long START_AGAIN_NANOS = 100_000_000L;

    private static final ThreadFaults FAULTS = ThreadFaults.of("delivery writer");

    enum Lane {
        /** Before normal senders. */
        URGENT,
        NORMAL,
        /** For clients that may not be reading, and for closing, which may also take long. */
        SLOW
    }

    /** Returns whether the write of the current turn was interrupted. */
    interface CutOff {
        boolean happened();
    }

    private final LongSupplier nanoClock;
    private final ThreadFactory threads;
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

    /** A blocked writer is replaced, so progress is monitored for the group of fast writers and that of slow ones, not for each writer. */
    private final ThreadHeartbeat fastLane;

    private final ThreadHeartbeat slowLane;
    private volatile boolean closed;

    /**
     * Since when no thread could be started; the lowest bit is set to distinguish it from 0, which means that threads
     * can be started.
     */
    private volatile long startFailedAt;

    public WriterThreads(DeliverySettings settings, LongSupplier nanoClock, ThreadFactory threads) {
        this.nanoClock = nanoClock;
        this.threads = threads;
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
     * #FREEING_NANOS}. The supervisor interrupts the write.
     */
    void awaitFree(ConnectionSender sender) {
        for (Writer writer : writers) {
            long begun = System.nanoTime();
            while (writer.isWritingInVain(sender)
                    && System.nanoTime() - begun < FREEING_NANOS
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

    public List<HeartbeatReading> heartbeats() {
        return List.of(
                fastLane.of("writers", startFailedAt != 0),
                slowLane.of("slow writers"),
                supervision.of("writers' supervisor", supervisor));
    }

    private boolean addFastWriter() {
        return start(new Writer(fast));
    }

    private void addSlowWriter() {
        if (slowThreads.incrementAndGet() > slowLimit || !start(new Writer(slow))) {
            slowThreads.decrementAndGet();
        }
    }

    /** Never throws: its callers schedule senders and must not fail if there is no memory for a thread. */
    private boolean start(Writer writer) {
        try {
            writer.thread = threads.newThread(writer);
            writers.add(writer);
            writer.thread.start();
            startFailedAt = 0;
            return true;
        } catch (Throwable e) {
            writers.remove(writer);
            startFailedAt = nanoClock.getAsLong() | 1;
            FAULTS.record(e);
            return false;
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
            replaceLost(now);
            boolean slowExhausted = slow.size() > 0 && slowThreads.get() >= slowLimit;
            int working = 0;
            List<Writer> newlyCaught = new ArrayList<>();
            for (Writer writer : writers) {
                inspect(writer, now, slowExhausted);
                if (writer.queue == fast) {
                    if (writer.isCaught(now)) {
                        newlyCaught.add(writer);
                    } else {
                        working++;
                    }
                }
            }
            // No sender is delayed while none waits: a replacement is worth a thread only then.
            if (fast.size() > 0) {
                for (Writer writer : newlyCaught) {
                    if (working < fastTarget && mayStart(now) && addFastWriter()) {
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
    private void replaceLost(long now) {
        int fastWriters = 0;
        for (Writer writer : writers) {
            if (writer.hasEnded()) {
                writer.lost();
            } else if (writer.queue == fast) {
                fastWriters++;
            }
        }
        while (fastWriters < fastTarget && mayStart(now) && !closed) {
            if (addFastWriter()) {
                FAULTS.replaced();
                fastWriters++;
            }
        }
        boolean slowWanted = slow.size() > 0 && slow.idle() == 0;
        if (slowWanted && mayStart(now)) {
            addSlowWriter();
        } else if (!slowWanted && fastWriters >= fastTarget && mayStart(now)) {
            // The thread that could not be started is no longer needed.
            startFailedAt = 0;
        }
    }

    private boolean mayStart(long now) {
        return startFailedAt == 0 || now - startFailedAt >= START_AGAIN_NANOS;
    }

    private static void inspect(Writer writer, long now, boolean slowExhausted) {
        try {
            writer.inspect(now, slowExhausted);
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

    private final class Writer implements Runnable, CutOff {
        private volatile RunQueue<ConnectionSender> queue;
        private volatile long busySince;
        private volatile ConnectionSender current;
        private boolean interrupted;

        /** When the current turn was first interrupted, with the lowest bit set; 0 if it was not interrupted. */
        private volatile long interruptedAt;

        private volatile Thread thread;

        Writer(RunQueue<ConnectionSender> queue) {
            this.queue = queue;
        }

        @Override
        public void run() {
            NonBlocking.mark("a writer");
            try {
                RunQueue<ConnectionSender> mine = queue;
                long patience = mine == slow ? SLOW_IDLE_NANOS : Long.MAX_VALUE;
                for (ConnectionSender sender = mine.take(patience);
                        sender != null;
                        sender = queue == mine ? mine.take(patience) : null) {
                    begin(sender);
                    try {
                        sender.serve(this);
                    } catch (Throwable e) {
                        FAULTS.record(e);
                    } finally {
                        end();
                    }
                }
            } catch (Throwable e) {
                FAULTS.record(e);
            } finally {
                gone();
            }
        }

        boolean hasEnded() {
            return thread.getState() == Thread.State.TERMINATED;
        }

        private void gone() {
            if (writers.remove(this) && queue == slow && !caughtWhileFast) {
                slowThreads.decrementAndGet();
            }
        }

        /** Handles the unexpected end of its thread: no other thread takes over the sender that it was serving. */
        void lost() {
            ConnectionSender held = current;
            gone();
            if (held != null) {
                held.abandoned();
            }
        }

        private boolean caughtWhileFast;

        private synchronized void begin(ConnectionSender sender) {
            interrupted = false;
            interruptedAt = 0;
            current = sender;
            busySince = nanoClock.getAsLong() | 1;
            (queue == slow ? slowLane : fastLane).beat(busySince);
        }

        private synchronized void end() {
            busySince = 0;
            interruptedAt = 0;
            current = null;
            // An interrupt that arrives after its write has returned must not affect the next write.
            Thread.interrupted();
        }

        @Override
        public synchronized boolean happened() {
            return interrupted;
        }

        boolean isCaught(long now) {
            long since = busySince;
            return since != 0 && now - since > CAUGHT_NANOS;
        }

        /** Completes its current turn as a slow writer; another thread takes its place among the fast writers. */
        void becomeSlow() {
            caughtWhileFast = true;
            queue = slow;
        }

        /** Returns whether its write is to be interrupted for a close. Closing itself is not interrupted; it ends by itself. */
        boolean isWritingInVain(ConnectionSender sender) {
            return current == sender && thread != Thread.currentThread() && sender.isBeingCutOff();
        }

        boolean isHeld(long now) {
            long since = interruptedAt;
            return since != 0 && now - since > HELD_NANOS;
        }

        private void interruptWrite(long now) {
            if (!interrupted) {
                interrupted = true;
                interruptedAt = now | 1;
                cutOff.increment();
            }
            // Repeated at every check: the server swallows an interrupt and retries the write once.
            thread.interrupt();
        }

        void inspect(long now, boolean hurry) {
            long since = busySince;
            if (since == 0 || now - since < CUT_OFF_NANOS) {
                return;
            }
            synchronized (this) {
                ConnectionSender sender = current;
                if (sender == null || busySince != since) {
                    return;
                }
                long limit = hurry ? Math.min(sendTimeoutNanos, 1_000_000_000L) : sendTimeoutNanos;
                boolean tooLong = now - since > limit;
                if (tooLong) {
                    sender.close(DisconnectReason.TOO_SLOW, false);
                }
                if (tooLong || sender.isBeingCutOff()) {
                    interruptWrite(now);
                }
            }
        }
    }
}
