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
 * The threads that write. A blocking write is the cheapest there is, but has no timeout, so a client that has stopped
 * reading would hold its thread for ever. Three things keep it from delaying others: clients that are suspected of it
 * are served by threads of their own; a fast thread that is caught in a write nevertheless is replaced while it lasts;
 * and a write that takes longer than the send timeout, or whose connection is to be closed, is interrupted.
 *
 * <p>An error in a turn ends neither the writer nor the connections of others. The supervisor replaces a writer that has
 * ended nevertheless, and closes the connection that it held.
 */
public final class WriterThreads implements AutoCloseable {
    /** A write that takes this long has caught its thread: loopback and healthy networks take microseconds. */
    private static final long CAUGHT_NANOS = 4_000_000L;

    /** How long a write to a connection that is to be closed may still take. */
    private static final long CUT_OFF_NANOS = 50_000_000L;

    /** How long the end of a connection waits for a write to it that is under way. */
    private static final long FREEING_NANOS = 1_000_000_000L;

    private static final long SUPERVISION_MILLIS = 2;

    /** A slow writer with nothing to do for this long is not needed. */
    private static final long SLOW_IDLE_NANOS = 30_000_000_000L;

    /** A turn that goes on for so long after its first interrupt is not held by its client: the server ignores it. */
    private static final long HELD_NANOS = 1_000_000_000L;

    /** Between two tries to start a thread, where that has failed. */
    private static final long START_AGAIN_NANOS = 100_000_000L;

    private static final ThreadFaults FAULTS = ThreadFaults.of("delivery writer");

    enum Lane {
        /** Ahead of what is normal. */
        URGENT,
        NORMAL,
        /** To clients that may not be reading, and for closing, which may take long as well. */
        SLOW
    }

    /** Whether the current turn's write was interrupted. */
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

    /** A writer that one client holds is replaced: what must turn are the lanes. */
    private final ThreadHeartbeat fastLane;

    private final ThreadHeartbeat slowLane;
    private volatile boolean closed;

    /** Since when no thread could be started, | 1; 0 while they can. */
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
     * Waits until a write to this connection, which is being cut off, has returned: at most {@link #FREEING_NANOS}. The
     * supervisor interrupts it.
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

    /** How often a client that was thought to keep up caught a thread. */
    public long slowWriters() {
        return slowWriters.sum();
    }

    /** How many writes were interrupted. */
    public long cutOff() {
        return cutOff.sum();
    }

    /** How many writers are held by the server: interrupted a while ago, and not back. */
    public int held() {
        long now = nanoClock.getAsLong();
        return (int) writers.stream().filter(writer -> writer.isHeld(now)).count();
    }

    /** How many pipes wait for a thread. */
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

    /** Never throws: it is called by those who schedule, who must not suffer from a lack of memory for a thread. */
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
            // Nothing is lost while nobody waits: only then a replacement is worth a thread.
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

    /** There are as many fast writers as wanted, caught ones included, and one slow one at least for those that wait. */
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
            // What could not be started is not needed any more.
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

        /** When the current turn was interrupted first, | 1; 0 where it was not. */
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

        /** Its thread has ended without a word: nobody else will ever take up what it held. */
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
            // An interrupt that came too late for its write must not hit the next one.
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

        /** Has its own turn to finish; somebody else does its work from now on. */
        void becomeSlow() {
            caughtWhileFast = true;
            queue = slow;
        }

        /** Not where it closes the connection: that ends by itself. */
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
            // Again at every look: the server swallows an interrupt and tries the write once more.
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
