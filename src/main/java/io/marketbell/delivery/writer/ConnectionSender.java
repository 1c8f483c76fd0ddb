package io.marketbell.delivery.writer;

import io.marketbell.delivery.Clocks;
import io.marketbell.delivery.Delivery;
import io.marketbell.delivery.DeliveryContext;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.RoutedNotification;
import io.marketbell.delivery.Transport;
import io.marketbell.delivery.outbox.OfferResult;
import io.marketbell.delivery.writer.WriterThreads.Lane;
import io.marketbell.thread.ThreadFaults;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The sending side of one connection: its queue, its writes, its liveness and its end. Dispatchers add frames, one
 * writer at a time removes them. All methods are thread-safe.
 *
 * <p>A sender is idle, queued for a writer, or being served by one. A writer serves only a queued sender, so there is
 * never more than one writer, even if the sender is in two queues because an urgent frame was added after it was
 * queued.
 */
public final class ConnectionSender {
    private static final ThreadFaults FAULTS = ThreadFaults.of("delivery to a connection");

    private final Transport transport;
    private final WriterThreads writers;
    private final Clocks clocks;
    private final SendListener listener;

    // Guarded by this.
    private final SendState state;
    private final Liveness liveness;
    private final UnansweredWrites unansweredWrites;
    private Turn turn = Turn.IDLE;
    private boolean promoted;
    private boolean pingRequested;
    private long expiresAtMillis = Long.MAX_VALUE;
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
            DeliveryContext context,
            SendListener listener) {
        this.transport = transport;
        this.writers = writers;
        this.clocks = context.clocks();
        this.listener = listener;
        this.state = new SendState(context.settings(), clocks, timer);
        this.liveness = new Liveness(transport.isAnswering(), context.settings(), clocks.nanos());
        this.unansweredWrites = new UnansweredWrites(context.settings().queueBytes());
    }

    public synchronized OfferResult offer(Delivery delivery) {
        OfferResult result = state.offer(delivery);
        if (result == OfferResult.FULL) {
            close(DisconnectReason.TOO_SLOW, false);
        } else if (result != OfferResult.CLOSING) {
            scheduleOrArm();
        }
        return result;
    }

    public synchronized void add(Frame frame) {
        if (!state.isClosing()) {
            if (state.add(frame)) {
                scheduleOrArm();
            } else {
                close(DisconnectReason.TOO_SLOW, false);
            }
        }
    }

    /** Returns the offsets of the queued durable notifications. */
    public synchronized Set<Long> waitingOffsets() {
        return state.outbox.waitingOffsets();
    }

    /** Returns the lowest offset of the queued durable notifications; the maximum value if there is none. */
    public synchronized long lowestWaiting() {
        return state.outbox.lowestWaiting();
    }

    public synchronized SendLoad load() {
        return state.load();
    }

    public synchronized boolean hasRoomForMore() {
        return state.hasRoomForMore();
    }

    /** Returns whether the connection is to be closed immediately, without waiting for a write in progress. */
    synchronized boolean isBeingCutOff() {
        return state.isBeingCutOff() && !ended;
    }

    /** Reports an answer of the client, such as a pong or another frame. */
    public void answered() {
        List<RoutedNotification> confirmed;
        synchronized (this) {
            liveness.received(clocks.nanos());
            confirmed = unansweredWrites.takeAll();
        }
        listener.confirmed(confirmed);
    }

    /**
     * Reports that the client acknowledged up to this offset by another way: this confirms everything written up to it.
     */
    public void confirmThrough(long offset) {
        List<RoutedNotification> confirmed;
        synchronized (this) {
            confirmed = unansweredWrites.takeThrough(offset);
        }
        listener.confirmed(confirmed);
    }

    /** Closes the connection, either immediately or after everything queued was written. */
    public synchronized void close(DisconnectReason reason, boolean drainFirst) {
        if (state.close(reason, drainFirst)) {
            schedule();
        }
    }

    /**
     * Reports that the client closed the connection. Interrupts a write in progress and returns after the write has
     * returned.
     */
    public void disconnected() {
        close(DisconnectReason.GONE, false);
        writers.awaitFree(this);
    }

    synchronized void batchTimeIsUp(long ofBatch) {
        if (state.flush(ofBatch)) {
            schedule();
        }
    }

    /** @param time from which nothing more is sent to the client; null: never */
    public synchronized void expireAt(Instant time) {
        expiresAtMillis = time == null ? Long.MAX_VALUE : time.toEpochMilli();
    }

    /**
     * Must be called several times a second; the interval is also the delay with which an expired connection is closed.
     */
    public synchronized void checkLiveness() {
        if (state.isClosing()) {
            return;
        }
        if (clocks.millis() >= expiresAtMillis) {
            close(DisconnectReason.TOKEN_EXPIRED, false);
            return;
        }
        switch (liveness.check(clocks.nanos(), unansweredWrites.since())) {
            case PING -> pingRequested = true;
            case HEARTBEAT -> {
                if (state.outbox.isEmpty()) {
                    state.add(new Frame.Heartbeat(clocks.wall()));
                    schedule();
                }
            }
            case DEAD -> close(DisconnectReason.UNANSWERED, false);
            case FINE -> {}
        }
        if (pingRequested || (turn == Turn.IDLE && state.flushIfAlarmLost())) {
            schedule();
        }
    }

    private void scheduleOrArm() {
        if (turn == Turn.QUEUED && state.outbox.isUrgent() && !promoted) {
            enqueue();
        } else if (turn == Turn.IDLE && state.outbox.isDue()) {
            schedule();
        } else if (turn == Turn.IDLE) {
            state.arm(this);
        }
    }

    private void schedule() {
        if (turn == Turn.IDLE && !ended) {
            turn = Turn.QUEUED;
            enqueue();
        }
    }

    private void enqueue() {
        promoted = state.outbox.isUrgent();
        boolean mayBlock = liveness.isSuspect() || (state.isClosing() && state.outbox.isEmpty());
        Lane fastLane = promoted ? Lane.URGENT : Lane.NORMAL;
        writers.schedule(this, mayBlock ? Lane.SLOW : fastLane);
    }

    /**
     * Performs one turn of a writer: writes one frame, sends a ping, or closes. Called only by the writer that took
     * this sender from its queue. An error ends only this connection.
     */
    void serve(Writer writer) {
        synchronized (this) {
            if (turn != Turn.QUEUED) {
                return;
            }
            turn = Turn.SERVED;
        }
        try {
            work(writer);
        } catch (IOException e) {
            close(DisconnectReason.GONE, false);
        } catch (Throwable e) {
            FAULTS.record(e);
            close(DisconnectReason.FAILED, false);
        }
        finishTurn();
    }

    /** Handles the end of a writer thread that did not complete its turn. */
    synchronized void abandoned() {
        if (turn == Turn.SERVED) {
            ended = false;
            close(DisconnectReason.GONE, false);
            finishTurn();
        }
    }

    private synchronized void finishTurn() {
        turn = Turn.IDLE;
        state.turnEnded();
        if (pingRequested || state.needsTurn()) {
            schedule();
        } else if (!state.outbox.isEmpty()) {
            scheduleOrArm();
        }
    }

    private void work(Writer writer) throws IOException {
        Frame frame = null;
        boolean ping = false;
        DisconnectReason end;
        synchronized (this) {
            end = state.closeNow();
            if (end != null) {
                ended = true;
                state.outbox.clear();
                unansweredWrites.takeAll();
            } else if (pingRequested) {
                pingRequested = false;
                ping = true;
                liveness.pinged(clocks.nanos());
            } else {
                frame = state.take(listener);
            }
        }
        if (end != null) {
            disconnect(end);
        } else if (ping) {
            Writer.ping(transport);
        } else if (frame != null) {
            written(writer.write(frame, transport, listener));
        } else {
            listener.nothingWritten();
        }
        if (end == null) {
            writer.checkCutOff();
        }
    }

    private void disconnect(DisconnectReason reason) {
        try {
            transport.close(reason);
        } catch (Throwable e) {
            FAULTS.record(e);
        } finally {
            // Also after an error: no table may retain the connection.
            listener.closed(reason);
        }
    }

    private void written(Frame frame) {
        int evicted;
        synchronized (this) {
            long now = clocks.nanos();
            pingRequested |= liveness.wrote(frame.weight(), now);
            state.wrote(frame);
            evicted = liveness.isAnswering() ? unansweredWrites.add(frame.durables(), now) : 0;
        }
        if (evicted > 0) {
            listener.evicted(evicted);
        }
        listener.written(frame);
    }
}
