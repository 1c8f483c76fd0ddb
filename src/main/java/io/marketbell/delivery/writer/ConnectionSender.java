package io.marketbell.delivery.writer;

import io.marketbell.delivery.Clocks;
import io.marketbell.delivery.Delivery;
import io.marketbell.delivery.DeliverySettings;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.RoutedNotification;
import io.marketbell.delivery.Transport;
import io.marketbell.delivery.outbox.OfferResult;
import io.marketbell.delivery.outbox.Outbox;
import io.marketbell.thread.ThreadFaults;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The sending side of one connection: its outbox, the times at which it is flushed, and its end. Dispatchers add
 * frames, one writer at a time removes them. All methods are thread-safe.
 *
 * <p>A sender is idle, queued for a writer, or being served by one. A writer serves only a queued sender, so there is
 * never more than one writer, even if the sender is in two queues because an urgent frame was added after it was
 * queued.
 */
public final class ConnectionSender {
    /** Receives events of a connection. Called by writers' and clients' threads. */
    public interface Listener {
        /**
         * These durable notifications were removed from the queue and may reach the client from now on. Called under
         * the connection's lock, so that a notification is at every moment either queued or known to be in transit;
         * must be fast.
         */
        void writing(List<RoutedNotification> durables);

        /** This number of volatile notifications was skipped because they had expired. */
        default void expired(int count) {}

        /**
         * This number of durable notifications was displaced from the unconfirmed ones: too many others were written
         * later, so an answer of the client no longer confirms them.
         */
        default void forgotten(int count) {}

        /** These were written before the client's last answer. */
        void confirmed(List<RoutedNotification> durables);

        /** Writing these failed. */
        void failed(List<RoutedNotification> durables);

        /** A frame was written, so there may be room for notifications that are read at the client's pace. */
        void written(Frame frame);

        /** Nothing was written because all queued notifications had expired; there may be room nevertheless. */
        default void nothingWritten() {}

        /** The connection has ended; called once. Must not wait. */
        void closed(DisconnectReason reason);
    }

    private static final long NEVER = Long.MAX_VALUE;

    /** A batch overdue by this time is flushed by the liveness check: its alarm may be lost with the timer thread. */
    private static final long FORGOTTEN_NANOS = 1_000_000_000L;

    private static final ThreadFaults FAULTS = ThreadFaults.of("delivery to a connection");

    private final Transport transport;
    private final WriterThreads writers;
    private final BatchTimer timer;
    private final Clocks clocks;
    private final long batchDelayNanos;
    private final Listener listener;

    private final Outbox outbox;
    private final Liveness liveness;

    /**
     * A client that cannot answer confirms nothing: only its user's acknowledgement proves delivery, and the ledger
     * records it.
     */
    private final boolean answering;

    private final UnansweredWrites unansweredWrites;
    private final SendStatistics statistics = new SendStatistics();

    private Turn turn = Turn.IDLE;
    private boolean promoted;
    private boolean flushing;
    private boolean pingWanted;
    private long batch;
    private long batchOpenedAt;
    private long armedBatch = -1;
    private long expiresAtMillis = NEVER;
    private DisconnectReason closing;
    private boolean drainFirst;
    private boolean ended;

    private enum Turn {
        IDLE,
        QUEUED,
        SERVED
    }

    public ConnectionSender(
            Transport transport,
            WriterThreads writers,
            BatchTimer timer,
            Clocks clocks,
            DeliverySettings settings,
            Listener listener) {
        this.transport = transport;
        this.writers = writers;
        this.timer = timer;
        this.clocks = clocks;
        this.batchDelayNanos = settings.batchDelay().toNanos();
        this.listener = listener;
        this.answering = transport.isAnswering();
        this.unansweredWrites = new UnansweredWrites(settings.queueBytes());
        this.outbox = new Outbox(settings, clocks.nanos());
        this.liveness = new Liveness(answering, settings, clocks.nanos());
    }

    public OfferResult offer(Delivery delivery) {
        synchronized (this) {
            if (closing != null) {
                return OfferResult.CLOSING;
            }
            boolean opensBatch = outbox.isEmpty();
            OfferResult offerResult = outbox.offer(delivery);
            if (offerResult == OfferResult.FULL) {
                beginClose(DisconnectReason.TOO_SLOW, false);
            } else {
                if (opensBatch) {
                    batchOpenedAt = clocks.nanos();
                }
                scheduleOrArm();
            }
            return offerResult;
        }
    }

    public void add(Frame frame) {
        synchronized (this) {
            if (closing == null) {
                if (outbox.isEmpty()) {
                    batchOpenedAt = clocks.nanos();
                }
                if (outbox.add(frame)) {
                    scheduleOrArm();
                } else {
                    beginClose(DisconnectReason.TOO_SLOW, false);
                }
            }
        }
    }

    /** Returns the offsets of the queued durable notifications. */
    public synchronized Set<Long> waitingOffsets() {
        return outbox.waitingOffsets();
    }

    public synchronized SendStatistics.Seen load() {
        return statistics.seen(outbox, batchOpenedAt, clocks.nanos());
    }

    public synchronized boolean hasRoomForMore() {
        return closing == null && outbox.hasRoomForMore();
    }

    synchronized boolean isClosing() {
        return closing != null;
    }

    /** Returns whether the connection is to be closed immediately, without waiting for a write in progress. */
    synchronized boolean isBeingCutOff() {
        return closing != null && !drainFirst && !ended;
    }

    /** Reports an answer of the client, such as a pong or another frame. */
    public void answered() {
        List<RoutedNotification> confirmed;
        synchronized (this) {
            liveness.heard(clocks.nanos());
            confirmed = unansweredWrites.takeAll();
        }
        if (!confirmed.isEmpty()) {
            listener.confirmed(confirmed);
        }
    }

    /**
     * Reports that the client acknowledged up to this offset by another way: this confirms everything written up to it.
     */
    public void confirmThrough(long offset) {
        List<RoutedNotification> confirmed;
        synchronized (this) {
            confirmed = unansweredWrites.takeThrough(offset);
        }
        if (!confirmed.isEmpty()) {
            listener.confirmed(confirmed);
        }
    }

    /** Closes the connection, either immediately or after everything queued was written. */
    public void close(DisconnectReason reason, boolean drainFirst) {
        synchronized (this) {
            beginClose(reason, drainFirst);
        }
    }

    /**
     * Reports that the client closed the connection. Interrupts a write in progress and returns after the write has
     * returned.
     */
    public void gone() {
        close(DisconnectReason.GONE, false);
        writers.awaitFree(this);
    }

    private void beginClose(DisconnectReason reason, boolean afterDraining) {
        if (closing == null || (drainFirst && !afterDraining)) {
            statistics.closing(outbox, batchOpenedAt, clocks.nanos());
            closing = reason;
            drainFirst = afterDraining;
            flushing = true;
            if (!afterDraining) {
                outbox.clear();
            }
            schedule();
        }
    }

    void batchTimeIsUp(long ofBatch) {
        synchronized (this) {
            if (ofBatch == batch && !outbox.isEmpty()) {
                flushing = true;
                schedule();
            }
        }
    }

    /** @param time from which nothing more is sent to the client; null: never */
    public synchronized void expireAt(Instant time) {
        expiresAtMillis = time == null ? NEVER : time.toEpochMilli();
    }

    /**
     * Must be called several times a second; the interval is also the delay with which an expired connection is closed.
     */
    public void checkLiveness() {
        synchronized (this) {
            if (closing != null) {
                return;
            }
            if (expiresAtMillis != NEVER && clocks.millis() >= expiresAtMillis) {
                beginClose(DisconnectReason.TOKEN_EXPIRED, false);
                return;
            }
            switch (liveness.check(clocks.nanos(), unansweredWrites.since())) {
                case PING -> wantPing();
                case HEARTBEAT -> {
                    if (outbox.isEmpty()) {
                        outbox.add(new Frame.Heartbeat(clocks.wall()));
                        schedule();
                    }
                }
                case DEAD -> beginClose(DisconnectReason.UNANSWERED, false);
                case FINE -> {}
            }
            flushForgotten();
        }
    }

    private void flushForgotten() {
        if (turn == Turn.IDLE
                && !outbox.isEmpty()
                && clocks.nanos() - batchOpenedAt - batchDelayNanos > FORGOTTEN_NANOS) {
            flushing = true;
            schedule();
        }
    }

    private void wantPing() {
        pingWanted = true;
        schedule();
    }

    private void scheduleOrArm() {
        if (turn == Turn.QUEUED && outbox.isUrgent() && !promoted) {
            promoted = true;
            writers.schedule(this, lane());
        }
        if (turn != Turn.IDLE) {
            return;
        }
        if (outbox.isDue()) {
            schedule();
        } else if (armedBatch != batch) {
            armedBatch = batch;
            timer.arm(this, batch, batchOpenedAt + batchDelayNanos);
        }
    }

    private void schedule() {
        if (turn == Turn.IDLE && !ended) {
            turn = Turn.QUEUED;
            promoted = outbox.isUrgent();
            writers.schedule(this, lane());
        }
    }

    private WriterThreads.Lane lane() {
        if (liveness.isSuspect() || (closing != null && outbox.isEmpty())) {
            return WriterThreads.Lane.SLOW;
        }
        return outbox.isUrgent() ? WriterThreads.Lane.URGENT : WriterThreads.Lane.NORMAL;
    }

    /**
     * Performs one turn of a writer: writes one frame, sends a ping, or closes. Called only by the writer that took
     * this sender from its queue. An error ends only this connection.
     *
     * @param cutOff returns whether the write that just returned was interrupted, so that its result is unreliable
     */
    void serve(WriterThreads.CutOff cutOff) {
        synchronized (this) {
            if (turn != Turn.QUEUED) {
                return;
            }
            turn = Turn.SERVED;
        }
        try {
            work(cutOff);
        } catch (IOException e) {
            close(DisconnectReason.GONE, false);
        } catch (Throwable e) {
            FAULTS.record(e);
            close(DisconnectReason.FAILED, false);
        }
        finishTurn();
    }

    /** Handles the end of a writer thread that did not complete its turn. */
    void abandoned() {
        synchronized (this) {
            if (turn != Turn.SERVED) {
                return;
            }
            ended = false;
        }
        close(DisconnectReason.GONE, false);
        finishTurn();
    }

    private void work(WriterThreads.CutOff cutOff) throws IOException {
        Frame frame = null;
        boolean ping = false;
        DisconnectReason end = null;
        synchronized (this) {
            if (closing != null && (!drainFirst || outbox.isEmpty())) {
                ended = true;
                end = closing;
            } else if (pingWanted) {
                pingWanted = false;
                ping = true;
                liveness.pinged(clocks.nanos());
            } else {
                frame = take();
            }
        }
        if (end != null) {
            end(end);
            return;
        }
        if (ping) {
            ping();
        } else if (frame != null) {
            send(frame, cutOff);
        } else {
            listener.nothingWritten();
        }
        if (cutOff.happened()) {
            throw new IOException("interrupted in the middle of a frame");
        }
    }

    /** A connection that has ended may throw any exception. */
    private void ping() throws IOException {
        try {
            transport.ping();
        } catch (RuntimeException e) {
            throw new IOException(e);
        }
    }

    private Frame take() {
        long now = clocks.nanos();
        boolean behind = now - batchOpenedAt > 2 * batchDelayNanos;
        statistics.began(batchOpenedAt);
        Frame frame = outbox.next(clocks.millis(), now, behind);
        int expired = outbox.takeExpired();
        if (expired > 0) {
            listener.expired(expired);
        }
        if (outbox.isEmpty()) {
            batch++;
            flushing = false;
        } else {
            flushing = true;
        }
        if (frame instanceof Frame.Data data) {
            List<RoutedNotification> durables = data.durables();
            if (!durables.isEmpty()) {
                listener.writing(durables);
            }
        }
        return frame;
    }

    private void send(Frame taken, WriterThreads.CutOff cutOff) throws IOException {
        List<RoutedNotification> durables = taken instanceof Frame.Data data ? data.durables() : List.of();
        Frame frame = taken instanceof Frame.DeferredReply deferred ? deferred.resolve() : taken;
        try {
            transport.send(frame);
            if (cutOff.happened()) {
                throw new IOException("interrupted in the middle of a frame");
            }
        } catch (IOException e) {
            failed(durables);
            throw e;
        } catch (RuntimeException e) {
            // A connection that has ended may throw any exception.
            failed(durables);
            throw new IOException(e);
        } catch (Error e) {
            failed(durables);
            throw e;
        }
        int forgotten = 0;
        synchronized (this) {
            long now = clocks.nanos();
            if (liveness.wrote(frame.weight(), now)) {
                pingWanted = true;
            }
            statistics.wrote(frame);
            if (answering) {
                forgotten = unansweredWrites.add(durables, now);
            }
        }
        if (forgotten > 0) {
            listener.forgotten(forgotten);
        }
        listener.written(frame);
    }

    private void failed(List<RoutedNotification> durables) {
        if (!durables.isEmpty()) {
            listener.failed(durables);
        }
    }

    private void finishTurn() {
        synchronized (this) {
            boolean overdue = !outbox.isEmpty() && clocks.nanos() - batchOpenedAt >= batchDelayNanos;
            turn = Turn.IDLE;
            statistics.ended();
            if (closing != null || pingWanted || flushing || overdue) {
                schedule();
            } else if (!outbox.isEmpty()) {
                scheduleOrArm();
            }
        }
    }

    private void end(DisconnectReason reason) {
        synchronized (this) {
            outbox.clear();
            unansweredWrites.takeAll();
        }
        try {
            transport.close(reason);
        } catch (Throwable e) {
            FAULTS.record(e);
        } finally {
            // Also after an error: no table may retain the connection.
            listener.closed(reason);
        }
    }
}
