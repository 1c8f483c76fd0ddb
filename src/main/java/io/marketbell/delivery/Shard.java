package io.marketbell.delivery;

import io.marketbell.notification.Notification;
import io.marketbell.routing.RoutingTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A part of the users with all their connections, and the one thread that does everything for them which has an order:
 * routing, subscribing, snapshots, resuming. What arrives does so through one queue, so a subscription stands at a
 * definite place among the notifications. The thread never waits for a reader or a database.
 */
final class Shard implements AutoCloseable {
    /** Publishers wait when a dispatcher is this far behind. */
    private static final int INBOX = 1 << 14;

    private static final Logger LOG = Logger.getLogger(Shard.class.getName());

    private final BlockingQueue<Runnable> inbox = new ArrayBlockingQueue<>(INBOX);
    private final Pulse pulse;
    private final Thread thread;

    final RoutingTable<ReaderConnection> table = new RoutingTable<>();
    final LastValues lastValues;

    /** The highest offset that was routed here. */
    private long routedThrough;

    private volatile boolean closed;

    Shard(int lastValues, LongSupplier nanoClock, ThreadFactory threads) {
        this.pulse = new Pulse(nanoClock);
        this.lastValues = new LastValues(lastValues);
        this.thread = threads.newThread(this::run);
    }

    void start() {
        thread.start();
    }

    /** Has something done in its turn; waits where the shard is far behind. */
    void execute(Runnable action) {
        try {
            inbox.put(action);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while handing over", e);
        }
    }

    private void run() {
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
            pulse.rest();
        }
    }

    /** One action's failure must not end the thread that everyone depends on. */
    private void runSafely(Runnable action) {
        pulse.beat();
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "a delivery failed unexpectedly", e);
        }
    }

    /** To be called in its turn, like everything below. */
    void route(Collection<Parcel> parcels) {
        for (Parcel parcel : parcels) {
            pulse.beat();
            Notification notification = parcel.notification();
            if (notification.isDurable()) {
                routedThrough = Math.max(routedThrough, notification.offset());
            } else {
                lastValues.put(parcel);
            }
            table.route(notification, connection -> connection.live(parcel));
        }
    }

    long routedThrough() {
        return routedThrough;
    }

    int lastValueCount() {
        return lastValues.size();
    }

    Beat beat(String name) {
        return pulse.of(name, thread);
    }

    int backlog() {
        return inbox.size();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
