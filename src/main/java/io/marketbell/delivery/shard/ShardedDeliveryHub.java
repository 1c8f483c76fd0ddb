package io.marketbell.delivery.shard;

import io.marketbell.delivery.ClientState;
import io.marketbell.delivery.ClusterDelivery;
import io.marketbell.delivery.ConnectedClients;
import io.marketbell.delivery.Connection.AcknowledgeOutcome;
import io.marketbell.delivery.DeliveryContext;
import io.marketbell.delivery.DeliveryFigures;
import io.marketbell.delivery.DeliveryHub;
import io.marketbell.delivery.DeliveryListener;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.LastValue;
import io.marketbell.delivery.ThreadHeartbeat;
import io.marketbell.delivery.Transport;
import io.marketbell.delivery.writer.WriterThreads;
import io.marketbell.journal.Journal;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.Ledger;
import io.marketbell.notification.Notification;
import io.marketbell.thread.LongLivedThread;
import io.marketbell.thread.PolledWait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Delivery as a whole: the shards, the writers, the timer, and the open connections. */
public final class ShardedDeliveryHub implements DeliveryHub, ClusterDelivery, ConnectedClients, AutoCloseable {
    /** Clients reconnect within this interval after a shutdown, so that they do not all reconnect at once. */
    private static final long RECONNECT_SPREAD_MILLIS = 3_000;

    private static final long RECONNECT_FIRST_MILLIS = 500;

    private static final long SHARD_RESPONSE_MILLIS = 500;

    final HubResources resources;

    private final PolledWait end = new PolledWait();
    private final DeliveryContext context;
    private final Shards shards;
    private final LongLivedThread livenessThread;
    private final ThreadHeartbeat livenessHeartbeat;

    private volatile Consumer<List<Notification>> published = notifications -> {};
    private volatile boolean draining;
    private volatile boolean shuttingDown;
    private volatile boolean refusing;
    private volatile boolean closed;

    public ShardedDeliveryHub(DeliveryContext context, ThreadFactory threads) {
        this.context = context;
        this.resources = HubResources.of(context, threads);
        this.shards = new Shards(context, threads);
        this.livenessHeartbeat = new ThreadHeartbeat(context.clocks().ticker());
        this.livenessThread = new LongLivedThread(
                "liveness checks",
                threads,
                () -> resources.connections().callUntil(() -> closed, ClientConnection::check, livenessHeartbeat),
                () -> closed);
    }

    public void start() {
        shards.all.forEach(Shard::start);
        resources.writers().start();
        resources.timer().start();
        livenessThread.start();
    }

    @Override
    public Admission open(String user, String credential, Transport transport) {
        if (shuttingDown || refusing) {
            return new Admission.Refused(DisconnectReason.SHUTTING_DOWN);
        }
        ConnectionRegistry connections = resources.connections();
        if (!connections.reserve(user, context.settings().connectionsPerUser())) {
            return new Admission.Refused(DisconnectReason.TOO_MANY_CONNECTIONS);
        }
        Shard shard = shards.of(user);
        Admission.Position position;
        ClientConnection connection;
        try {
            position = position(user);
            connection = new ClientConnection(user, credential, transport, shard, resources);
        } catch (RuntimeException | Error e) {
            connections.release(user);
            throw e;
        }
        connections.add(connection);
        try {
            shard.execute(connection::register);
            if (position != null && !position.epoch().equals(context.journal().epoch())) {
                // The log was replaced before the connection was registered and could receive RESET.
                position = position(user);
            }
        } catch (RuntimeException | Error notRegistered) {
            connection.close(DisconnectReason.FAILED);
            throw notRegistered;
        }
        if (shuttingDown || refusing) {
            announceShutdown(connection);
        }
        return new Admission.Admitted(connection, position);
    }

    /**
     * Returns null if the position is unknown because the database is unavailable; volatile notifications are still
     * delivered.
     */
    private Admission.Position position(String user) {
        try {
            Ledger.Standing standing = context.ledger().standing(user);
            return new Admission.Position(
                    context.journal().epoch(), context.journal().head(), standing.acknowledged());
        } catch (JournalUnavailable e) {
            return null;
        }
    }

    /** Waits while a shard's queue is full, but holds no lock that other threads need meanwhile. */
    @Override
    public void publish(List<Notification> notifications) {
        shards.all.forEach(Shard::awaitRoom);
        shards.route(notifications, null);
        published.accept(notifications);
    }

    /**
     * Sets the receiver of the notifications that this node publishes, after they were passed to its clients. It must
     * not block.
     */
    public void onPublish(Consumer<List<Notification>> receiver) {
        published = receiver;
    }

    @Override
    public void publishedElsewhere(List<Notification> notifications) {
        shards.route(notifications, null);
    }

    @Override
    public void keep(List<Notification> values) {
        shards.keep(values);
    }

    @Override
    public Optional<List<LastValue>> lastValues() {
        return shards.lastValues(SHARD_RESPONSE_MILLIS);
    }

    /**
     * Called by the journal's thread, which never waits. The journal commits nothing while {@link #hasRoom} returns
     * false.
     */
    public void committed(List<Notification> notifications) {
        shards.route(notifications, context.journal().epoch());
    }

    /**
     * Called by the journal's thread when the log was replaced, before notifications of the new log are committed here.
     */
    public void reset(Journal.Reset reset) {
        resources.failures().clear();
        shards.onEach(shard -> {
            shard.reset(reset.head());
            resources.connections().forEach(connection -> {
                if (shards.of(connection.user()) == shard) {
                    connection.reset(reset);
                }
            });
        });
    }

    @Override
    public boolean hasRoom() {
        return shards.all.stream().allMatch(Shard::hasRoom);
    }

    /**
     * Returns the lowest offset of the notifications that wait to be sent to a client, among those committed before this
     * call; the maximum value if there is none, 0 if a shard does not respond in time. Must not be called on a thread
     * that must not wait.
     */
    public long lowestUnwritten() {
        AtomicLong lowest = new AtomicLong(Long.MAX_VALUE);
        CountDownLatch missing = new CountDownLatch(shards.all.size());
        shards.onEach(shard -> {
            resources.connections().forEach(connection -> {
                if (shards.of(connection.user()) == shard) {
                    lowest.accumulateAndGet(connection.lowestUnwritten(), Math::min);
                }
            });
            missing.countDown();
        });
        try {
            return missing.await(SHARD_RESPONSE_MILLIS, TimeUnit.MILLISECONDS) ? lowest.get() : 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** Sets a condition for writes to clients. While it is false, nothing is written. Must be cheap. */
    public void writeWhile(BooleanSupplier condition) {
        resources.writers().writeWhile(condition);
    }

    /** Closes all connections, without what they wait for. Never waits. */
    public void closeAll() {
        resources.connections().forEach(connection -> connection.close(DisconnectReason.SHUTTING_DOWN));
    }

    /** Acknowledges on behalf of a user, without a connection. */
    public AcknowledgeOutcome acknowledge(String user, long offset) {
        return resources
                .acknowledgements()
                .acknowledge(
                        shards.of(user), user, offset, null, context.journal().headReads());
    }

    /**
     * Handles acknowledgements that other nodes accepted. Never blocks.
     *
     * @param acknowledged the offset of each user
     */
    public void acknowledgedElsewhere(Map<String, Long> acknowledged) {
        resources.acknowledgements().acknowledgedElsewhere(shards::of, acknowledged);
    }

    /** Closes every connection that uses one of these credentials. */
    public void revoke(Set<String> credentials) {
        resources.connections().forEach(connection -> {
            if (credentials.contains(connection.credential())) {
                connection.close(DisconnectReason.REVOKED);
            }
        });
    }

    /**
     * Closes the connections of a user, with everything that waits for them, and discards the user's last values. Never
     * waits. Returns the number of connections.
     */
    public int forget(String user) {
        AtomicInteger closed = new AtomicInteger();
        resources.connections().forEach(connection -> {
            if (connection.user().equals(user)) {
                connection.close(DisconnectReason.ERASED);
                closed.incrementAndGet();
            }
        });
        resources.connections().closed().forget(user);
        Shard shard = shards.of(user);
        shard.enqueue(() -> shard.lastValues.forget(user));
        return closed.get();
    }

    @Override
    public int connections() {
        return resources.connections().size();
    }

    public void onDelivery(DeliveryListener listener) {
        resources.counters().onDelivery(listener);
    }

    public DeliveryFigures figures() {
        DeliveryCounters counters = resources.counters();
        WriterThreads writers = resources.writers();
        return new DeliveryFigures(
                connections(),
                counters.frames.sum(),
                counters.deliveries.sum(),
                counters.conflated.sum(),
                counters.dropped.sum(),
                shards.all.stream().mapToLong(shard -> shard.outdated.sum()).sum(),
                writers.slowWriters(),
                writers.cutOff(),
                writers.held(),
                writers.queued(),
                shards.all.stream().mapToInt(Shard::backlog).sum(),
                resources.acknowledgements().waiting(),
                shards.all.stream().mapToInt(Shard::registered).sum(),
                counters.names.sum(),
                counters.pendingValues.sum(),
                shards.all.stream().mapToInt(shard -> shard.lastValues.size()).sum(),
                shards.all.stream().mapToLong(shard -> shard.lastValues.bytes()).sum(),
                counters.unconfirmed.sum(),
                resources.failures().size(),
                resources.connections().closed().counts());
    }

    /** Returns the beginning of the ids of all connections of this process. */
    public String nodeTag() {
        return resources.connections().nodeTag();
    }

    /** Returns the readings of all threads and groups of threads that delivery depends on. */
    public List<ThreadHeartbeat.Reading> heartbeats() {
        List<ThreadHeartbeat.Reading> heartbeats = new ArrayList<>(shards.heartbeats());
        heartbeats.addAll(resources.writers().heartbeats());
        heartbeats.add(resources.timer().heartbeat());
        heartbeats.add(livenessHeartbeat.of("liveness", livenessThread));
        return heartbeats;
    }

    /** Returns whether this node is about to ask its clients to reconnect, or does so. */
    public boolean isShuttingDown() {
        return draining || shuttingDown;
    }

    @Override
    public Listing list() {
        ConnectionRegistry connections = resources.connections();
        List<ClientState> open = new ArrayList<>(connections.size());
        connections.forEach(connection -> open.add(connection.state()));
        return new Listing(
                context.clocks().wall(),
                connections.users(),
                List.copyOf(open),
                connections.closed().newestFirst(),
                connections.closed().counts(),
                context.settings().queueSize(),
                context.settings().queueBytes());
    }

    /**
     * Asks every client to reconnect at another node, and refuses new ones until {@link #acceptClients}. Each connection
     * is closed after everything queued was written. Never waits.
     */
    public void disconnectClients() {
        refusing = true;
        resources.connections().forEach(ShardedDeliveryHub::announceShutdown);
    }

    /** Accepts clients again after {@link #disconnectClients}. */
    public void acceptClients() {
        refusing = false;
    }

    /**
     * Announces the shutdown to health checks only, and waits until load balancers have noticed: they would send clients
     * that reconnect back to this node. Clients and publishers are served meanwhile.
     */
    public void drain(Duration noticedWithin) {
        draining = true;
        end.until(() -> closed, System.nanoTime() + noticedWithin.toNanos());
    }

    /** Notifies every client, flushes and closes the connections. Returns when all are closed or the time is over. */
    public void shutdown(Duration atMost) {
        shuttingDown = true;
        resources.connections().forEach(ShardedDeliveryHub::announceShutdown);
        long deadline = System.nanoTime() + atMost.toNanos();
        // The last tenth of the time is reserved for clients that do not accept their last frames.
        end.until(() -> connections() == 0, deadline - atMost.toNanos() / 10);
        resources.connections().forEach(connection -> connection.close(DisconnectReason.SHUTTING_DOWN));
        end.until(() -> connections() == 0, deadline);
    }

    private static void announceShutdown(ClientConnection connection) {
        connection.announceShutdown(
                RECONNECT_FIRST_MILLIS + ThreadLocalRandom.current().nextLong(RECONNECT_SPREAD_MILLIS));
    }

    @Override
    public void close() {
        closed = true;
        livenessThread.interrupt();
        resources.acknowledgements().close();
        resources.timer().close();
        resources.writers().close();
        shards.all.forEach(Shard::close);
    }
}
