package io.marketbell.monitoring;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * One who reads the stream. It is written to with blocking writes, by a thread that is lent for as long as there is
 * something to write: on this server the writes of a write listener turned out to block, too, and cannot be ended. What a
 * slow one has not taken is replaced by what is newer. Ending one that is being written to interrupts the write, which then
 * returns as if all were well; perhaps with half an event on the wire, so nothing may follow.
 */
final class StreamReader {
    private final AsyncContext async;
    private final ServletOutputStream out;
    private final LongSupplier nanoClock;
    private final Executor threads;
    private final AtomicReference<byte[]> next = new AtomicReference<>();

    private boolean scheduled;
    private Thread writer;
    private boolean ending;
    private boolean ended;
    private long changedAt;

    /** @param threads may all be blocked by readers that do not read, until those are ended */
    StreamReader(AsyncContext async, ServletOutputStream out, LongSupplier nanoClock, Executor threads) {
        this.async = async;
        this.out = out;
        this.nanoClock = nanoClock;
        this.threads = threads;
        this.changedAt = nanoClock.getAsLong();
    }

    /** Returns at once; takes the place of what was offered before and is not yet written. */
    void offer(byte[] event) {
        next.set(event);
        schedule();
    }

    /** Only where nothing waits: a heartbeat must not take the place of news. */
    void beat(byte[] comment) {
        if (next.compareAndSet(null, comment)) {
            schedule();
        }
    }

    /** Ends it, at once; to be called again until it has ended. */
    synchronized void end() {
        ending = true;
        if (writer != null) {
            writer.interrupt();
        }
        schedule();
    }

    /** The container has ended it. What it ended may belong to another request already, and is left alone. */
    synchronized void gone() {
        ended = true;
    }

    synchronized boolean isEnding() {
        return ending;
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    /** For how long the present write has taken, or nothing was written. */
    synchronized long unchangedNanos() {
        return nanoClock.getAsLong() - changedAt;
    }

    synchronized boolean isBeingWrittenTo() {
        return writer != null;
    }

    private synchronized void schedule() {
        if (!scheduled && !ended) {
            scheduled = true;
            try {
                threads.execute(this::work);
            } catch (RuntimeException refused) {
                // the server is ending, and all connections with it
                ended = true;
            }
        }
    }

    private void work() {
        try {
            for (byte[] event = take(); event != null; event = take()) {
                out.write(event);
                out.flush();
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("cut off");
                }
            }
        } catch (IOException | RuntimeException gone) {
            stopWriting(true);
        } catch (Error e) {
            stopWriting(true);
            throw e;
        }
    }

    /** What is to be written next by the thread that asks; null where it is to stop. */
    private byte[] take() {
        byte[] event = null;
        synchronized (this) {
            if (!ending && !ended) {
                event = next.getAndSet(null);
            }
            if (event != null) {
                writer = Thread.currentThread();
                changedAt = nanoClock.getAsLong();
            }
        }
        if (event == null) {
            stopWriting(false);
        }
        return event;
    }

    private void stopWriting(boolean failed) {
        boolean last;
        synchronized (this) {
            writer = null;
            scheduled = false;
            changedAt = nanoClock.getAsLong();
            ending |= failed;
            last = ending && !ended;
            ended |= last;
        }
        // nobody interrupts any more; and the thread's next reader has nothing to do with it
        Thread.interrupted();
        if (last) {
            complete();
        } else if (next.get() != null) {
            schedule();
        }
    }

    private void complete() {
        try {
            async.complete();
        } catch (RuntimeException alreadyComplete) {
            // the container was faster
        }
    }
}
