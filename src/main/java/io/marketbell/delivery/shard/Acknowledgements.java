package io.marketbell.delivery.shard;

import io.marketbell.delivery.Connection.AcknowledgeOutcome;
import io.marketbell.delivery.DeliveryContext;
import io.marketbell.delivery.Frame;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.Ledger.Acknowledgement;
import io.marketbell.thread.GuardedTask;
import io.marketbell.thread.ThreadFaults;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Stores acknowledgements in the ledger and notifies the connections of the user. The acknowledgements of connections
 * are processed by separate threads, because the ledger may have to read the database. Each connection has at most one
 * acknowledgement here, see {@link RequestOrder}; the bound exceeds the maximum number of connections of a node.
 */
final class Acknowledgements implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int WAITING = 100_000;
    private static final int ORDERS = 64;

    private static final ThreadFaults FAULTS = ThreadFaults.of("acknowledgement");

    private final DeliveryContext context;
    private final WriteFailures failures;
    private final ThreadPoolExecutor threads;

    /**
     * Locks, selected by user. A lock is held while an acknowledgement of the user is stored and handed over, so that
     * the user's connections are notified of acknowledgements in order.
     */
    private final Object[] orders = Stream.generate(Object::new).limit(ORDERS).toArray();

    Acknowledgements(DeliveryContext context, WriteFailures failures, ThreadFactory factory) {
        this.context = context;
        this.failures = failures;
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), factory);
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs a task that acknowledges on behalf of a connection. Returns false if too many tasks wait or delivery is
     * closed.
     */
    boolean submit(Runnable task) {
        try {
            threads.execute(GuardedTask.of("acknowledgement", task));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /**
     * Acknowledges on behalf of a connection, which is not notified. May read the database. Never throws.
     *
     * @param headReads the reads of the head that had begun when the acknowledgement was received
     */
    AcknowledgeOutcome acknowledge(Shard shard, ClientConnection by, long offset, long headReads) {
        try {
            return acknowledge(shard, by.user(), offset, by, headReads);
        } catch (JournalUnavailable e) {
            return new AcknowledgeOutcome.Unavailable();
        } catch (RuntimeException | Error e) {
            FAULTS.record(e);
            return new AcknowledgeOutcome.Unavailable();
        }
    }

    /**
     * May read the database.
     *
     * @param shard the shard of the user
     * @param by the acknowledging connection, which is not notified; null for none
     * @param headReads the reads of the head that had begun when the acknowledgement was received
     */
    AcknowledgeOutcome acknowledge(Shard shard, String user, long offset, ClientConnection by, long headReads) {
        shard.awaitRoom();
        if (context.journal().isShared() && offset > context.journal().head()) {
            // another node may have committed and sent it
            context.journal().headReadAfter(headReads);
        }
        synchronized (orders[Math.floorMod(user.hashCode(), ORDERS)]) {
            String epoch = context.journal().epoch();
            Acknowledgement result = context.ledger().acknowledge(user, offset);
            if (result instanceof Acknowledgement.BeyondSent beyond) {
                return new AcknowledgeOutcome.BeyondSent(beyond.highestSent());
            }
            Acknowledgement.Accepted accepted = (Acknowledgement.Accepted) result;
            announce(shard, user, epoch, accepted, by);
            return new AcknowledgeOutcome.Acknowledged(accepted.offset());
        }
    }

    /**
     * Applies acknowledgements that other nodes accepted, and notifies the users' connections. Never blocks. If too
     * many tasks wait, they are dropped: the next acknowledgement of a user includes the dropped one.
     *
     * @param acknowledged the offset of each user
     */
    void acknowledgedElsewhere(Function<String, Shard> shardOf, Map<String, Long> acknowledged) {
        submit(() -> acknowledged.forEach((user, offset) -> {
            Shard shard = shardOf.apply(user);
            shard.awaitRoom();
            synchronized (orders[Math.floorMod(user.hashCode(), ORDERS)]) {
                String epoch = context.journal().epoch();
                Acknowledgement.Accepted accepted = context.ledger().acknowledgedElsewhere(user, offset);
                if (accepted.isNews()) {
                    announce(shard, user, epoch, accepted, null);
                }
            }
        }));
    }

    private void announce(
            Shard shard, String user, String epoch, Acknowledgement.Accepted accepted, ClientConnection by) {
        shard.enqueue(() -> {
            if (epoch.equals(context.journal().epoch())) {
                acknowledged(shard, user, accepted, by);
            }
        });
    }

    /** Must be called on the shard's thread. */
    private void acknowledged(Shard shard, String user, Acknowledgement.Accepted accepted, ClientConnection by) {
        failures.acknowledged(user, accepted.offset());
        for (ClientConnection connection : shard.index.clientsOf(user)) {
            connection.sender().confirmThrough(accepted.offset());
            if (connection != by && accepted.offset() > accepted.previous()) {
                connection.sender().add(new Frame.Status.Acked(accepted.offset()));
            }
        }
        if (accepted.isNews()) {
            context.outcomes().acknowledged(user, accepted);
        }
    }

    int waiting() {
        return threads.getQueue().size();
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
