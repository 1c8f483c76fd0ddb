package io.marketbell.delivery.bus;

import io.marketbell.cluster.Bus;
import io.marketbell.cluster.BusTopic;
import io.marketbell.cluster.SharedValue;
import io.marketbell.delivery.ClusterDelivery;
import io.marketbell.delivery.LastValue;
import io.marketbell.delivery.ThreadHeartbeat;
import io.marketbell.notification.Notification;
import io.marketbell.thread.LongLivedThread;
import io.marketbell.thread.PolledWait;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Exchanges volatile notifications and last values with the other nodes over the bus. Without other nodes it does
 * nothing.
 */
public final class VolatileExchange implements AutoCloseable {
    /** Limits of the notifications to be sent, of the received messages, and of those that wait for room. */
    private static final long QUEUE_BYTES = 16L << 20;

    private static final long IDLE_MILLIS = 250;
    private static final long ROOM_MILLIS = 10;

    private final Bus bus;
    private final boolean alone;
    private final ClusterDelivery delivery;
    private final long batchNanos;
    private final VolatileCounters counters = new VolatileCounters();
    private final VolatileSender sender;
    private final VolatileReceiver receiver;
    private final LongLivedThread sending;
    private final LongLivedThread receiving;
    private final ThreadHeartbeat sendHeartbeat = new ThreadHeartbeat(System::nanoTime);
    private final ThreadHeartbeat receiveHeartbeat = new ThreadHeartbeat(System::nanoTime);
    private final PolledWait waiting = new PolledWait();
    /** Written only by the receiving thread. */
    private volatile boolean loaded;

    private volatile boolean closed;

    /**
     * @param batch the time during which notifications are collected in one message
     * @param ids returns false for an id that no node can have assigned
     * @param received receives the notifications of other nodes before they are delivered
     */
    public VolatileExchange(
            Bus bus,
            ClusterDelivery delivery,
            Duration batch,
            Predicate<String> ids,
            Consumer<List<Notification>> received,
            InstantSource clock,
            ThreadFactory threads) {
        this.bus = bus;
        this.alone = bus.state() == Bus.State.NONE;
        this.delivery = delivery;
        this.batchNanos = batch.toNanos();
        this.sender = new VolatileSender(bus, delivery, counters, QUEUE_BYTES);
        this.receiver = new VolatileReceiver(delivery, ids, received, clock, counters, QUEUE_BYTES);
        this.sending = new LongLivedThread("volatile notifications to other nodes", threads, this::send, () -> closed);
        this.receiving =
                new LongLivedThread("volatile notifications of other nodes", threads, this::receive, () -> closed);
        bus.onMessage(BusTopic.VOLATILE, receiver::received);
        bus.onValues(this::values, receiver::loaded);
        bus.onState(state -> {
            if (state == Bus.State.AWAY) {
                sender.lost(clock.instant());
            }
        });
    }

    /** Must be called before the bus starts. */
    public void start() {
        if (!alone) {
            sending.start();
            receiving.start();
        }
    }

    /** Sends volatile notifications that this node has published. Never waits. */
    public void published(List<Notification> notifications) {
        if (!alone) {
            sender.add(notifications);
        }
    }

    /**
     * Overwrites the stored last values that are addressed to a user and known here. Waits for the shards.
     *
     * @param ids returns new ids
     * @return the number of values
     * @throws IllegalStateException if the values cannot be read in time, or the bus is away
     */
    public long erase(String user, Supplier<String> ids) {
        if (alone) {
            return 0;
        }
        List<SharedValue> erased = delivery
                .lastValues()
                .orElseThrow(() -> new IllegalStateException("the last values could not be read in time"))
                .stream()
                .filter(value -> user.equals(value.user()))
                .map(value -> VolatileMessages.erased(value, ids.get()))
                .toList();
        for (int from = 0; from < erased.size(); from += VolatileMessages.VALUES) {
            int to = Math.min(erased.size(), from + VolatileMessages.VALUES);
            if (!bus.send(VolatileMessages.valuesOnly(erased.subList(from, to)))) {
                throw new IllegalStateException("the last values in Redis cannot be erased now");
            }
        }
        return erased.size();
    }

    /** Returns whether the stored last values were loaded, or could not be loaded in time. */
    public boolean isLoaded() {
        return alone || loaded;
    }

    /**
     * Waits until what other nodes have sent before this call was passed to delivery, or the time is over. For a node that
     * was paused.
     */
    public void catchUp(Duration atMost) {
        if (!alone) {
            long deadline = System.nanoTime() + atMost.toNanos();
            bus.catchUp(atMost);
            waiting.until(receiver::isIdle, deadline);
            // read on the threads of the shards, after they have routed it
            delivery.lastValues();
        }
    }

    private Stream<SharedValue> values() {
        List<LastValue> values = delivery.lastValues().orElse(null);
        if (values == null) {
            throw new IllegalStateException("the last values could not be read in time");
        }
        return values.stream().map(VolatileMessages::value);
    }

    private void send() {
        long repeatedAt = System.nanoTime();
        while (!closed) {
            sendHeartbeat.rest();
            sender.await(IDLE_MILLIS);
            sendHeartbeat.beat();
            long now = System.nanoTime();
            sender.flush();
            if (now - repeatedAt >= TimeUnit.MILLISECONDS.toNanos(IDLE_MILLIS)) {
                repeatedAt = now;
                sender.repeat();
            }
            // Notifications that arrive meanwhile are collected for the next message.
            LockSupport.parkNanos(this, batchNanos);
        }
        sender.flush();
    }

    private void receive() {
        while (!closed) {
            receiveHeartbeat.rest();
            receiver.await(IDLE_MILLIS, ROOM_MILLIS);
            receiveHeartbeat.beat();
            // the values that were loaded before have arrived: they are delivered now
            boolean started = bus.isStarted();
            receiver.deliver();
            loaded |= started && !receiver.waitsForRoom();
        }
    }

    /** Returns the readings of the threads. */
    public List<ThreadHeartbeat.Reading> heartbeats() {
        if (alone) {
            return List.of();
        }
        return List.of(
                sendHeartbeat.of("sender to other nodes", sending),
                receiveHeartbeat.of("receiver from other nodes", receiving));
    }

    public VolatileFigures figures() {
        return new VolatileFigures(
                counters.sent.sum(),
                counters.unsent.sum(),
                counters.received.sum(),
                counters.late.sum(),
                counters.dropped.sum(),
                counters.malformed.sum(),
                sender.waitingBytes(),
                receiver.waitingBytes());
    }

    @Override
    public void close() {
        closed = true;
        sending.interrupt();
        receiving.interrupt();
    }
}
