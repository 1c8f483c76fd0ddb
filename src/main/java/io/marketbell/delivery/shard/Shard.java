package io.marketbell.delivery.shard;

import io.marketbell.delivery.HeartbeatReading;
import io.marketbell.delivery.RoutedNotification;
import io.marketbell.delivery.ThreadHeartbeat;
import io.marketbell.notification.Notification;
import io.marketbell.subscription.SubscriptionIndex;
import io.marketbell.thread.LongLivedThread;
import io.marketbell.thread.NonBlocking;
import io.marketbell.thread.ThreadFaults;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

/**
 * A part of the users with all their connections, and the one thread that does everything for them which has an order:
 * routing, subscribing, snapshots, resuming. What arrives does so through one queue, so a subscription stands at a
 * definite place among the notifications. The thread never waits for a client, the database or a queue.
 *
 * <p>The queue is bounded at its entrance: {@link #execute} waits for room, on threads that may wait. {@link #enqueue} does
 * not; it is for threads that must not wait, and for callers that have waited for room already. What it adds is bounded
 * otherwise: one settling, one farewell and one closing for each connection, one publication for each publishing thread, and what the
 * journal commits while its own queue is closed by {@link #hasRoom}.
 */
final class Shard implements AutoCloseable {
    /** Publishers wait when a dispatcher is this far behind. */
    private static final int INBOX = 1 << 14;

    /** Those who wait for room look again this often, should a wake-up have been lost. */
    private static final long LOOK_AGAIN_MILLIS = 1_000;

    private static final ThreadFaults FAULTS = ThreadFaults.of("delivery shard");

    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final Object room = new Object();
    private volatile int waitingForRoom;
    private final ThreadHeartbeat heartbeat;
    private final LongLivedThread thread;

    final SubscriptionIndex<ClientConnection> index = new SubscriptionIndex<>();
    final LastValues lastValues;

    /** Written by the shard's thread only. */
    private volatile int registered;

    /** The highest offset that was routed here. */
    private long routedThrough;

    private volatile boolean closed;

    Shard(LastValues lastValues, LongSupplier nanoClock, ThreadFactory threads) {
        this.heartbeat = new ThreadHeartbeat(nanoClock);
        this.lastValues = lastValues;
        this.thread = new LongLivedThread("delivery shard", threads, this::run, () -> closed);
    }

    void start() {
        thread.start();
    }

    /** Has something done in its turn; waits where the shard is far behind. */
    void execute(Runnable action) {
        awaitRoom();
        enqueue(action);
    }

    /** Has something done in its turn; never waits and never fails. */
    void enqueue(Runnable action) {
        inbox.add(action);
    }

    boolean hasRoom() {
        return inbox.size() < INBOX;
    }

    /** Returns when there is room, or at once where the caller is interrupted: nothing handed over may be lost. */
    void awaitRoom() {
        assert NonBlocking.mayWait("a shard");
        if (hasRoom()) {
            return;
        }
        synchronized (room) {
            waitingForRoom++;
            try {
                while (!hasRoom() && !closed) {
                    room.wait(LOOK_AGAIN_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                waitingForRoom--;
            }
        }
    }

    private void run() {
        NonBlocking.mark("a shard");
        List<Runnable> turn = new ArrayList<>(256);
        while (!closed) {
            try {
                turn.add(inbox.take());
            } catch (InterruptedException e) {
                continue;
            }
            inbox.drainTo(turn, 255);
            turn.forEach(this::runSafely);
            turn.clear();
            heartbeat.rest();
            wakeThoseWhoWait();
        }
    }

    private void wakeThoseWhoWait() {
        if (waitingForRoom > 0 && hasRoom()) {
            synchronized (room) {
                room.notifyAll();
            }
        }
    }

    /** One action's failure must not end the thread that everyone depends on. */
    private void runSafely(Runnable action) {
        heartbeat.beat();
        try {
            action.run();
        } catch (Throwable e) {
            FAULTS.record(e);
        }
    }

    /** To be called in its turn, like everything below. */
    void route(Collection<RoutedNotification> routedNotifications) {
        for (RoutedNotification routed : routedNotifications) {
            heartbeat.beat();
            Notification notification = routed.notification();
            if (notification.isDurable()) {
                routedThrough = Math.max(routedThrough, notification.offset());
            } else {
                lastValues.put(routed);
            }
            index.route(notification, connection -> connection.live(routed));
        }
    }

    /** The log is another one: its head may be behind what was routed. */
    void reset(long head) {
        routedThrough = head;
    }

    void register(ClientConnection connection, String user) {
        index.register(connection, user);
        registered++;
    }

    void unregister(ClientConnection connection) {
        if (index.unregister(connection)) {
            registered--;
        }
    }

    /** How many connections the routing table has; any thread may ask. */
    int registered() {
        return registered;
    }

    long routedThrough() {
        return routedThrough;
    }

    int lastValueCount() {
        return lastValues.size();
    }

    long lastValueBytes() {
        return lastValues.bytes();
    }

    HeartbeatReading beat(String name) {
        return heartbeat.of(name, thread);
    }

    int backlog() {
        return inbox.size();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        synchronized (room) {
            room.notifyAll();
        }
    }
}
