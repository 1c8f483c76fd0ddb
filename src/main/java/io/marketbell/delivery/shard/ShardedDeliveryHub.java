package io.marketbell.delivery.shard;

import io.marketbell.delivery.ClientState;
import io.marketbell.delivery.Clocks;
import io.marketbell.delivery.ConnectedClients;
import io.marketbell.delivery.Connection.AcknowledgeOutcome;
import io.marketbell.delivery.DeliveryFigures;
import io.marketbell.delivery.DeliveryHub;
import io.marketbell.delivery.DeliveryListener;
import io.marketbell.delivery.DeliverySettings;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.HeartbeatReading;
import io.marketbell.delivery.OutcomeListener;
import io.marketbell.delivery.RoutedNotification;
import io.marketbell.delivery.ThreadHeartbeat;
import io.marketbell.delivery.Transport;
import io.marketbell.delivery.resume.ResumeReads;
import io.marketbell.delivery.writer.BatchTimer;
import io.marketbell.delivery.writer.ConnectionSender;
import io.marketbell.delivery.writer.WriterThreads;
import io.marketbell.journal.Journal;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.Ledger;
import io.marketbell.notification.Notification;
import io.marketbell.thread.LongLivedThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Delivery as a whole: the shards, the writers, the timer, and the open connections. */
public final class ShardedDeliveryHub implements DeliveryHub, ConnectedClients, AutoCloseable {
    /** Clients reconnect within this interval after a shutdown, so that they do not all reconnect at once. */
    private static final long RECONNECT_SPREAD_MILLIS = 3_000;

    private static final long RECONNECT_FIRST_MILLIS = 500;

    private final DeliverySettings settings;
    private final Clocks clocks;
    private final Journal journal;
    private final Ledger ledger;
    private final OutcomeListener outcomes;
    private final Executor databaseThreads;

    private final List<Shard> shards = new ArrayList<>();
    private final WriterThreads writers;
    private final BatchTimer timer;
    private final LongLivedThread livenessThread;
    private final ThreadHeartbeat livenessHeartbeat;
    private final WriteFailures failures;
    private final DeliveryCounters counters = new DeliveryCounters();

    private final ConnectionRegistry connections = new ConnectionRegistry();
    private final ClosedClients closedClients = new ClosedClients();
    private final Map<String, Integer> connectionsByUser = new ConcurrentHashMap<>();
    private final AtomicLong connectionsMade = new AtomicLong();

    /** Ensures that all shards receive notifications in the same order and therefore agree on every last value. */
    private final Object sequence = new Object();

    private final Acknowledgements acknowledgements;

    private volatile boolean shuttingDown;
    private volatile boolean closed;
    private volatile DeliveryListener listener = DeliveryListener.NOBODY;

    /** @param databaseThreads for reads of the journal; tasks on it may block */
    public ShardedDeliveryHub(
            DeliverySettings settings,
            Clocks clocks,
            Journal journal,
            Ledger ledger,
            OutcomeListener outcomes,
            Executor databaseThreads,
            ThreadFactory threads) {
        this.settings = settings;
        this.clocks = clocks;
        this.failures = new WriteFailures(clocks);
        this.journal = journal;
        this.ledger = ledger;
        this.outcomes = outcomes;
        this.databaseThreads = databaseThreads;
        this.writers = new WriterThreads(settings, clocks.ticker(), threads);
        this.timer = new BatchTimer(clocks.ticker(), threads);
        this.livenessHeartbeat = new ThreadHeartbeat(clocks.ticker());
        this.livenessThread = new LongLivedThread(
                "liveness checks",
                threads,
                () -> connections.callUntil(() -> closed, ClientConnection::check, livenessHeartbeat),
                () -> closed);
        this.acknowledgements = new Acknowledgements(threads);
        for (int i = 0; i < settings.shards(); i++) {
            int shard = i;
            LastValues itsOwn = new LastValues(
                    settings.lastValues(),
                    Math.max(1, settings.lastValueBytes() / settings.shards()),
                    user -> shardNumber(user) == shard);
            shards.add(new Shard(itsOwn, clocks.ticker(), threads));
        }
    }

    public void start() {
        shards.forEach(Shard::start);
        writers.start();
        timer.start();
        livenessThread.start();
    }

    @Override
    public Admission open(String user, String credential, Transport transport) {
        if (shuttingDown) {
            return new Admission.Refused(DisconnectReason.SHUTTING_DOWN);
        }
        int ofUser = connectionsByUser.merge(user, 1, Integer::sum);
        if (ofUser > settings.connectionsPerUser()) {
            leave(user);
            return new Admission.Refused(DisconnectReason.TOO_MANY_CONNECTIONS);
        }
        Admission.Position position;
        ClientConnection connection;
        try {
            position = position(user);
            connection = new ClientConnection(
                    "c" + connectionsMade.incrementAndGet(),
                    user,
                    credential,
                    shardOf(user),
                    this,
                    listener -> new ConnectionSender(transport, writers, timer, clocks, settings, listener));
        } catch (RuntimeException | Error e) {
            leave(user);
            throw e;
        }
        connections.add(connection);
        try {
            shardOf(user).execute(connection::register);
            if (position != null && !position.epoch().equals(journal.epoch())) {
                // The log was replaced before the connection was registered and could receive RESET.
                position = position(user);
            }
        } catch (RuntimeException | Error notRegistered) {
            connection.close(DisconnectReason.FAILED);
            throw notRegistered;
        }
        if (shuttingDown) {
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
            Ledger.Standing standing = ledger.standing(user);
            return new Admission.Position(journal.epoch(), journal.head(), standing.acknowledged());
        } catch (JournalUnavailable e) {
            return null;
        }
    }

    /** Waits while a shard's queue is full, but holds no lock that other threads need meanwhile. */
    @Override
    public void publish(List<Notification> notifications) {
        shards.forEach(Shard::awaitRoom);
        handOver(notifications, null);
    }

    /**
     * Called by the journal's thread, which never waits. The journal commits nothing while {@link #hasRoom} returns
     * false.
     */
    public void committed(List<Notification> notifications) {
        handOver(notifications, journal.epoch());
    }

    /**
     * Called by the journal's thread when the log was replaced, before notifications of the new log are committed here.
     */
    public void reset(Journal.Reset reset) {
        failures.clear();
        synchronized (sequence) {
            for (Shard shard : shards) {
                shard.enqueue(() -> {
                    shard.reset(reset.head());
                    connections.forEach(connection -> {
                        if (shardOf(connection.user()) == shard) {
                            connection.reset(reset);
                        }
                    });
                });
            }
        }
    }

    /** Returns whether the offset of the sent notification belongs to the journal's current log. */
    boolean isOfThisLog(RoutedNotification routed) {
        return routed.epoch() == null || routed.epoch().equals(journal.epoch());
    }

    /** Returns false while a shard's queue is full. */
    public boolean hasRoom() {
        return shards.stream().allMatch(Shard::hasRoom);
    }

    /** @param epoch the epoch of their log; null for volatile notifications */
    private void handOver(List<Notification> notifications, String epoch) {
        List<RoutedNotification> routedNotifications = notifications.stream()
                .map(notification -> new RoutedNotification(notification, epoch))
                .toList();
        List<List<RoutedNotification>> concerned = shards.stream()
                .map(shard -> relevantTo(shard, routedNotifications))
                .toList();
        synchronized (sequence) {
            for (int i = 0; i < shards.size(); i++) {
                Shard shard = shards.get(i);
                List<RoutedNotification> itsOwn = concerned.get(i);
                if (!itsOwn.isEmpty()) {
                    shard.enqueue(() -> shard.route(itsOwn));
                }
            }
        }
    }

    private List<RoutedNotification> relevantTo(Shard shard, List<RoutedNotification> routedNotifications) {
        return shards.size() == 1
                ? routedNotifications
                : routedNotifications.stream()
                        .filter(routed -> isRelevantTo(shard, routed.notification()))
                        .toList();
    }

    private boolean isRelevantTo(Shard shard, Notification notification) {
        return notification.isForEveryone()
                || notification.recipients().stream().anyMatch(user -> shardOf(user) == shard);
    }

    private Shard shardOf(String user) {
        return shards.get(shardNumber(user));
    }

    private int shardNumber(String user) {
        return Math.floorMod(user.hashCode(), settings.shards());
    }

    @Override
    public AcknowledgeOutcome acknowledge(String user, long offset) {
        return acknowledge(user, offset, null);
    }

    /**
     * May read the database.
     *
     * @param by the acknowledging connection, which is not notified; null for none
     */
    AcknowledgeOutcome acknowledge(String user, long offset, ClientConnection by) {
        Shard shard = shardOf(user);
        shard.awaitRoom();
        synchronized (acknowledgements.orderOf(user)) {
            String epoch = journal.epoch();
            Ledger.Acknowledgement result = ledger.acknowledge(user, offset);
            if (result instanceof Ledger.Acknowledgement.BeyondSent beyond) {
                return new AcknowledgeOutcome.BeyondSent(beyond.highestSent());
            }
            Ledger.Acknowledgement.Accepted accepted = (Ledger.Acknowledgement.Accepted) result;
            shard.enqueue(() -> {
                if (epoch.equals(journal.epoch())) {
                    acknowledged(user, accepted, by);
                }
            });
            return new AcknowledgeOutcome.Acknowledged(accepted.offset());
        }
    }

    /** Called on the shard's thread. */
    private void acknowledged(String user, Ledger.Acknowledgement.Accepted accepted, ClientConnection by) {
        failures.acknowledged(user, accepted.offset());
        for (ClientConnection connection : shardOf(user).index.clientsOf(user)) {
            connection.sender().confirmThrough(accepted.offset());
            if (connection != by && accepted.offset() > accepted.previous()) {
                connection.sender().add(new Frame.Status.Acked(accepted.offset()));
            }
        }
        if (accepted.isNews()) {
            outcomes.acknowledged(user, accepted);
        }
    }

    Acknowledgements acknowledgements() {
        return acknowledgements;
    }

    @Override
    public void revoke(Set<String> credentials) {
        connections.forEach(connection -> {
            if (credentials.contains(connection.credential())) {
                connection.close(DisconnectReason.REVOKED);
            }
        });
    }

    @Override
    public int connections() {
        return connections.size();
    }

    public void onDelivery(DeliveryListener listener) {
        this.listener = listener;
    }

    DeliveryListener listener() {
        return listener;
    }

    public DeliveryFigures figures() {
        return new DeliveryFigures(
                connections.size(),
                counters.frames.sum(),
                counters.deliveries.sum(),
                counters.conflated.sum(),
                counters.dropped.sum(),
                writers.slowWriters(),
                writers.cutOff(),
                writers.held(),
                writers.queued(),
                shards.stream().mapToInt(Shard::backlog).sum(),
                acknowledgements.waiting(),
                shards.stream().mapToInt(Shard::registered).sum(),
                counters.names.sum(),
                counters.owedValues.sum(),
                shards.stream().mapToInt(Shard::lastValueCount).sum(),
                shards.stream().mapToLong(Shard::lastValueBytes).sum(),
                counters.unconfirmed.sum(),
                failures.size(),
                counters.closed());
    }

    /** Returns the readings of all threads and groups of threads that delivery depends on. */
    public List<HeartbeatReading> heartbeats() {
        List<HeartbeatReading> heartbeats = new ArrayList<>();
        for (int i = 0; i < shards.size(); i++) {
            heartbeats.add(shards.get(i).beat("dispatcher " + (i + 1)));
        }
        heartbeats.addAll(writers.heartbeats());
        heartbeats.add(timer.heartbeat());
        heartbeats.add(livenessHeartbeat.of("liveness", livenessThread));
        return heartbeats;
    }

    /** Returns whether clients are being asked to reconnect later. */
    public boolean isShuttingDown() {
        return shuttingDown;
    }

    @Override
    public Listing list() {
        List<ClientState> open = new ArrayList<>(connections.size());
        connections.forEach(connection -> open.add(connection.state()));
        return new Listing(
                clocks.wall(),
                connectionsByUser.size(),
                List.copyOf(open),
                closedClients.newestFirst(),
                counters.closed(),
                settings.queueSize(),
                settings.queueBytes());
    }

    void closed(ClientConnection connection, DisconnectReason reason) {
        if (connections.remove(connection)) {
            leave(connection.user());
            counters.closed(reason);
            closedClients.add(connection.state(clocks.wall(), reason));
        }
    }

    private void leave(String user) {
        connectionsByUser.computeIfPresent(user, (unused, count) -> count == 1 ? null : count - 1);
    }

    @Override
    public void shutdown(Duration atMost) {
        shuttingDown = true;
        connections.forEach(this::announceShutdown);
        long deadline = System.nanoTime() + atMost.toNanos();
        // The last tenth of the time is reserved for clients that do not accept their last frames.
        awaitNone(deadline - atMost.toNanos() / 10);
        connections.forEach(connection -> connection.close(DisconnectReason.SHUTTING_DOWN));
        awaitNone(deadline);
    }

    /** Called on the shard's thread: notifications published earlier are sent before the announcement. */
    private void announceShutdown(ClientConnection connection) {
        long delay = RECONNECT_FIRST_MILLIS + ThreadLocalRandom.current().nextLong(RECONNECT_SPREAD_MILLIS);
        // Does not wait, even if a shard's queue is full, because the time is limited.
        shardOf(connection.user()).enqueue(() -> {
            connection.sender().add(new Frame.Status.Shutdown(delay));
            connection.sender().close(DisconnectReason.SHUTTING_DOWN, true);
        });
    }

    private void awaitNone(long deadline) {
        try {
            while (connections.size() > 0 && System.nanoTime() - deadline < 0) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the user's open connections. */
    List<ClientConnection> connectionsOf(String user) {
        List<ClientConnection> found = new ArrayList<>();
        connections.forEach(connection -> {
            if (connection.user().equals(user)) {
                found.add(connection);
            }
        });
        return found;
    }

    /** Sends due pings and closes connections that are dead or expired. */
    void checkConnections() {
        connections.forEach(ClientConnection::check);
    }

    @Override
    public void close() {
        closed = true;
        livenessThread.interrupt();
        acknowledgements.close();
        timer.close();
        writers.close();
        shards.forEach(Shard::close);
    }

    DeliverySettings settings() {
        return settings;
    }

    Clocks clocks() {
        return clocks;
    }

    Ledger ledger() {
        return ledger;
    }

    OutcomeListener outcomes() {
        return outcomes;
    }

    WriteFailures failures() {
        return failures;
    }

    DeliveryCounters counters() {
        return counters;
    }

    ResumeReads.Ground readContext(Shard shard) {
        return new ResumeReads.Ground(journal, ledger, databaseThreads, shard::execute, clocks);
    }
}
