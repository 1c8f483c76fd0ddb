package io.marketbell.monitoring.stream;

import io.marketbell.http.sse.EventStream;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * A client of the event stream. Events are sent with blocking writes on a pooled thread, which is used only while there
 * is something to write. Write listeners are not used: on this server their writes also block and cannot be
 * interrupted. A pending event is replaced by a newer one if the client is slow. Ending a client during a write
 * interrupts that write.
 */
final class SnapshotStreamClient {
    private final EventStream stream;
    private final LongSupplier nanoClock;
    private final Executor threads;
    private final AtomicReference<byte[]> next = new AtomicReference<>();

    private boolean scheduled;
    private Thread writer;
    private boolean ending;
    private boolean ended;
    private long changedAt;

    /** @param threads executor for the writes; each slow client may block one thread until it is ended */
    SnapshotStreamClient(EventStream stream, LongSupplier nanoClock, Executor threads) {
        this.stream = stream;
        this.nanoClock = nanoClock;
        this.threads = threads;
        this.changedAt = nanoClock.getAsLong();
    }

    /** Queues an event and returns immediately. Replaces a queued event that is not yet being written. */
    void offer(byte[] event) {
        next.set(event);
        schedule();
    }

    /** Queues a heartbeat only if nothing is queued: a heartbeat must not replace an event. */
    void beat(byte[] comment) {
        if (next.compareAndSet(null, comment)) {
            schedule();
        }
    }

    /** Ends the stream and returns immediately. Call again until the stream has ended. */
    synchronized void end() {
        ending = true;
        if (writer != null) {
            writer.interrupt();
        }
        schedule();
    }

    /**
     * Handles the end of the stream by the container. The request object may already have been recycled for another
     * request and must not be used.
     */
    synchronized void disconnected() {
        ended = true;
    }

    synchronized boolean isEnding() {
        return ending;
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    /** Returns the duration of the current write, or the time since the last write. */
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
                // the server is stopping and closes all connections
                ended = true;
            }
        }
    }

    private void work() {
        try {
            for (byte[] event = take(); event != null; event = take()) {
                stream.write(event);
            }
        } catch (IOException | RuntimeException disconnected) {
            stopWriting(true);
        } catch (Error e) {
            stopWriting(true);
            throw e;
        }
    }

    /** Returns the next bytes to write on the calling thread, or null if it must stop. */
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
        // clear the interrupt flag: no further interrupt can follow, and it must not affect the thread's next client
        Thread.interrupted();
        if (last) {
            stream.end();
        } else if (next.get() != null) {
            schedule();
        }
    }
}
