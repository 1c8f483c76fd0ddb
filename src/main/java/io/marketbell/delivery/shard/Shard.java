package io.marketbell.delivery.shard;

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
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * A subset of the users with all their connections, and the single thread that performs everything ordered for them:
 * routing, subscribing, snapshots, resuming. All work arrives through one queue, so a subscription has a definite
 * position among the notifications. The thread never waits for a client, the database or a queue.
 *
 * <p>The queue is bounded on entry: {@link #execute} waits for room and is for threads that may wait. {@link #enqueue}
 * does not wait; it is for threads that must not wait, and for callers that have already waited for room. Its additions
 * are bounded in other ways: one backlog task, one shutdown notice and one close for each connection, one publication
 * for each publishing thread, and the commits of the journal while {@link #hasRoom} returns true.
 */
final class Shard implements AutoCloseable {
    /** Publishers wait when this many actions are queued. */
    private static final int INBOX = 1 << 14;

    /** Threads that wait for room check again at this interval, in case a wake-up was lost. */
    private static final long RECHECK_MILLIS = 1_000;

    private static final ThreadFaults FAULTS = ThreadFaults.of("delivery shard");

    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final Object room = new Object();
    private volatile int waitingForRoom;
    private final ThreadHeartbeat heartbeat;
    private final LongLivedThread thread;

    final SubscriptionIndex<ClientConnection> index = new SubscriptionIndex<>();
    final LastValues lastValues;

    /** Counts volatile notifications that were not delivered because a newer one had arrived before. */
    final LongAdder outdated = new LongAdder();

    /** Written only by the shard's thread. */
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

    /** Runs the action on the shard's thread. Waits while the queue is full. */
    void execute(Runnable action) {
        awaitRoom();
        enqueue(action);
    }

    /** Runs the action on the shard's thread. Never waits and never fails. */
    void enqueue(Runnable action) {
        inbox.add(action);
    }

    boolean hasRoom() {
        return inbox.size() < INBOX;
    }

    /**
     * Returns when there is room. Returns immediately if the caller is interrupted, because no submitted action may be
     * lost.
     */
    void awaitRoom() {
        assert NonBlocking.mayWait("a shard");
        if (hasRoom()) {
            return;
        }
        synchronized (room) {
            waitingForRoom++;
            try {
                while (!hasRoom() && !closed) {
                    room.wait(RECHECK_MILLIS);
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
        List<Runnable> actions = new ArrayList<>(256);
        while (!closed) {
            try {
                actions.add(inbox.take());
            } catch (InterruptedException e) {
                continue;
            }
            inbox.drainTo(actions, 255);
            actions.forEach(this::runSafely);
            actions.clear();
            heartbeat.rest();
            wakeWaiting();
        }
    }

    private void wakeWaiting() {
        if (waitingForRoom > 0 && hasRoom()) {
            synchronized (room) {
                room.notifyAll();
            }
        }
    }

    /** A failing action must not end the shard's thread. */
    private void runSafely(Runnable action) {
        heartbeat.beat();
        try {
            action.run();
        } catch (Throwable e) {
            FAULTS.record(e);
        }
    }

    /** Must be called on the shard's thread, like all methods below. */
    void route(Collection<RoutedNotification> routedNotifications) {
        for (RoutedNotification routed : routedNotifications) {
            heartbeat.beat();
            Notification notification = routed.notification();
            if (notification.isDurable()) {
                routedThrough = Math.max(routedThrough, notification.offset());
                index.route(notification, connection -> connection.live(routed));
            } else {
                routeVolatile(routed, lastValues.put(routed));
            }
        }
    }

    /** Delivers to users for whom it is newer than everything they received: arrivals are not in the order of ids. */
    private void routeVolatile(RoutedNotification routed, Predicate<String> newTo) {
        if (newTo == LastValues.ALL) {
            index.route(routed.notification(), connection -> connection.live(routed));
        } else if (newTo == LastValues.NONE) {
            outdated.increment();
        } else {
            index.route(routed.notification(), connection -> {
                if (newTo.test(connection.user())) {
                    connection.live(routed);
                }
            });
        }
    }

    /** Keeps last values without delivering them. */
    void keep(Collection<RoutedNotification> values) {
        for (RoutedNotification value : values) {
            heartbeat.beat();
            lastValues.keep(value);
        }
    }

    /** Handles the replacement of the log: the new head may be lower than the highest routed offset. */
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

    /** Returns the number of connections in the routing table. Thread-safe. */
    int registered() {
        return registered;
    }

    long routedThrough() {
        return routedThrough;
    }

    ThreadHeartbeat.Reading heartbeat(String name) {
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
