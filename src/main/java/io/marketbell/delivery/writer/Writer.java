package io.marketbell.delivery.writer;

import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.Transport;
import io.marketbell.thread.NonBlocking;
import io.marketbell.thread.ThreadFaults;
import java.io.IOException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A thread that serves senders, one turn at a time. The supervisor interrupts its writes, and replaces a fast writer
 * that is blocked in a write.
 */
final class Writer implements Runnable {
    /** A write of this duration counts as blocked: loopback and healthy networks take microseconds. */
    private static final long BLOCKED_NANOS = 4_000_000L;

    /** Maximum duration of a write to a connection that is to be closed. */
    private static final long CUT_OFF_NANOS = 50_000_000L;

    /** Maximum duration of a write while no other slow writer can be started. */
    private static final long HURRIED_NANOS = 1_000_000_000L;

    /** An idle slow writer ends after this time. */
    private static final long SLOW_IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /**
     * If a turn continues for this time after its first interrupt, not the client but the server blocks it: the server
     * ignores the interrupt.
     */
    private static final long HELD_NANOS = 1_000_000_000L;

    private static final ThreadFaults FAULTS = ThreadFaults.of("delivery writer");

    private final WriterThreads pool;
    private final LongSupplier nanoClock;
    private final boolean slow;
    private final Thread thread;

    /** Whether it was replaced among the fast writers during a write; it ends after the current turn. */
    private volatile boolean replaced;

    private volatile ConnectionSender current;

    /** When the current turn began, with the lowest bit set; 0 if there is none. */
    private volatile long busySince;

    /** When the current turn was first interrupted, with the lowest bit set; 0 if it was not interrupted. */
    private volatile long interruptedAt;

    /** @param slow whether it serves clients that may stall */
    Writer(WriterThreads pool, LongSupplier nanoClock, ThreadFactory threads, boolean slow) {
        this.pool = pool;
        this.nanoClock = nanoClock;
        this.slow = slow;
        this.thread = threads.newThread(this);
    }

    void start() {
        thread.start();
    }

    @Override
    public void run() {
        NonBlocking.mark("a writer");
        try {
            RunQueue<ConnectionSender> queue = pool.queue(slow);
            long idleNanos = slow ? SLOW_IDLE_NANOS : Long.MAX_VALUE;
            for (ConnectionSender sender = queue.take(idleNanos);
                    sender != null;
                    sender = replaced ? null : queue.take(idleNanos)) {
                pool.awaitPermission();
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
            pool.ended(this);
        }
    }

    private synchronized void begin(ConnectionSender sender) {
        interruptedAt = 0;
        current = sender;
        busySince = nanoClock.getAsLong() | 1;
        pool.heartbeat(isSlow()).beat(busySince);
    }

    private synchronized void end() {
        busySince = 0;
        interruptedAt = 0;
        current = null;
        // An interrupt that arrives after its write has returned must not affect the next write.
        Thread.interrupted();
    }

    /** Throws only IOExceptions and errors, although a connection that has ended may throw any exception. */
    static void ping(Transport transport) throws IOException {
        try {
            transport.ping();
        } catch (RuntimeException e) {
            throw new IOException(e);
        }
    }

    /**
     * As {@link #ping}, and reports the failure if the write fails or is interrupted.
     *
     * @return the frame that was written: the given one, or the reply if that was deferred
     */
    Frame write(Frame next, Transport transport, SendListener listener) throws IOException {
        Frame frame = next instanceof Frame.DeferredReply deferred ? deferred.resolve() : next;
        try {
            transport.send(frame);
            checkCutOff();
            return frame;
        } catch (IOException | RuntimeException e) {
            listener.failed(next.durables());
            throw new IOException(e);
        } catch (Error e) {
            listener.failed(next.durables());
            throw e;
        }
    }

    /** @throws IOException if the write that just returned was interrupted, so that its result is unreliable */
    synchronized void checkCutOff() throws IOException {
        if (interruptedAt != 0) {
            throw new IOException("interrupted in the middle of a frame");
        }
    }

    /** Handles the unexpected end of its thread: no other thread takes over the sender that it was serving. */
    void lost() {
        ConnectionSender abandoned = current;
        pool.ended(this);
        if (abandoned != null) {
            abandoned.abandoned();
        }
    }

    boolean hasEnded() {
        return thread.getState() == Thread.State.TERMINATED;
    }

    /** Returns whether it was started as a slow writer. */
    boolean startedSlow() {
        return slow;
    }

    boolean isSlow() {
        return slow || replaced;
    }

    boolean isBlocked(long now) {
        long since = busySince;
        return since != 0 && now - since > BLOCKED_NANOS;
    }

    /** Completes its current turn as a slow writer; another thread takes its place among the fast writers. */
    void becomeSlow() {
        replaced = true;
    }

    /** Returns whether its write is to be interrupted for a close. Closing itself is not interrupted; it ends by itself. */
    boolean isToBeInterrupted(ConnectionSender sender) {
        return current == sender && thread != Thread.currentThread() && sender.isBeingCutOff();
    }

    /** Returns whether it was interrupted some time ago and has not returned: the server blocks it. */
    boolean isHeld(long now) {
        long since = interruptedAt;
        return since != 0 && now - since > HELD_NANOS;
    }

    /**
     * Interrupts its write if that takes too long or if the connection is to be closed.
     *
     * @param hurry whether the maximum duration is shortened, because no other slow writer can be started
     */
    void inspect(long now, long sendTimeoutNanos, boolean hurry) {
        long since = busySince;
        if (since == 0 || now - since < CUT_OFF_NANOS) {
            return;
        }
        synchronized (this) {
            ConnectionSender sender = current;
            if (sender == null || busySince != since) {
                return;
            }
            long limit = hurry ? Math.min(sendTimeoutNanos, HURRIED_NANOS) : sendTimeoutNanos;
            boolean tooLong = now - since > limit;
            if (tooLong) {
                sender.close(DisconnectReason.TOO_SLOW, false);
            }
            if (tooLong || sender.isBeingCutOff()) {
                interruptWrite(now);
            }
        }
    }

    private void interruptWrite(long now) {
        if (interruptedAt == 0) {
            interruptedAt = now | 1;
            pool.countCutOff();
        }
        // Repeated at every check: the server swallows an interrupt and retries the write once.
        thread.interrupt();
    }
}
