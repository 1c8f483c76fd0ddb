package io.marketbell.delivery;

import io.marketbell.delivery.Connection.AcknowledgeOutcome;
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

/** Delivery as a whole: the shards, the writers, the timer, and who is connected. */
public final class ShardedExchange implements Exchange, Readers, AutoCloseable {
    /** Readers come back over this long after a shutdown, so that they do not come all at once. */
    private static final long RECONNECT_SPREAD_MILLIS = 3_000;

    private static final long RECONNECT_FIRST_MILLIS = 500;

    private final DeliverySettings settings;
    private final Clocks clocks;
    private final Journal journal;
    private final Ledger ledger;
    private final Outcomes outcomes;
    private final Executor databaseThreads;

    private final List<Shard> shards = new ArrayList<>();
    private final Writers writers;
    private final BatchTimer timer;
    private final LongLivedThread livenessThread;
    private final Pulse livenessPulse;
    private final WriteFailures failures;
    private final Tally tally = new Tally();

    private final Roll connections = new Roll();
    private final ClosedReaders closedReaders = new ClosedReaders();
    private final Map<String, Integer> connectionsByUser = new ConcurrentHashMap<>();
    private final AtomicLong connectionsMade = new AtomicLong();

    /** All shards see notifications in the same order; so they agree on every last value. */
    private final Object sequence = new Object();

    private final Acknowledgements acknowledgements;

    private volatile boolean shuttingDown;
    private volatile boolean closed;
    private volatile DeliveryWatch watch = DeliveryWatch.NOBODY;

    /** @param databaseThreads for reading the journal; what runs there may block */
    public ShardedExchange(
            DeliverySettings settings,
            Clocks clocks,
            Journal journal,
            Ledger ledger,
            Outcomes outcomes,
            Executor databaseThreads,
            ThreadFactory threads) {
        this.settings = settings;
        this.clocks = clocks;
        this.failures = new WriteFailures(clocks);
        this.journal = journal;
        this.ledger = ledger;
        this.outcomes = outcomes;
        this.databaseThreads = databaseThreads;
        this.writers = new Writers(settings, clocks.ticker(), threads);
        this.timer = new BatchTimer(clocks.ticker(), threads);
        this.livenessPulse = new Pulse(clocks.ticker());
        this.livenessThread = new LongLivedThread(
                "liveness checks",
                threads,
                () -> connections.callUntil(() -> closed, ReaderConnection::check, livenessPulse),
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
            return new Admission.Refused(CloseReason.SHUTTING_DOWN);
        }
        int ofUser = connectionsByUser.merge(user, 1, Integer::sum);
        if (ofUser > settings.connectionsPerUser()) {
            leave(user);
            return new Admission.Refused(CloseReason.TOO_MANY_CONNECTIONS);
        }
        Admission.Position position;
        ReaderConnection connection;
        try {
            position = position(user);
            connection = new ReaderConnection(
                    "c" + connectionsMade.incrementAndGet(),
                    user,
                    credential,
                    shardOf(user),
                    this,
                    listener -> new Pipe(transport, writers, timer, clocks, settings, listener));
        } catch (RuntimeException | Error e) {
            leave(user);
            throw e;
        }
        connections.add(connection);
        try {
            shardOf(user).execute(connection::register);
            if (position != null && !position.epoch().equals(journal.epoch())) {
                // The log was replaced before the connection was there to be sent RESET.
                position = position(user);
            }
        } catch (RuntimeException | Error notRegistered) {
            connection.close(CloseReason.FAILED);
            throw notRegistered;
        }
        if (shuttingDown) {
            farewell(connection);
        }
        return new Admission.Admitted(connection, position);
    }

    /** Null where it cannot be known now: without the database, volatile notifications are delivered all the same. */
    private Admission.Position position(String user) {
        try {
            Ledger.Standing standing = ledger.standing(user);
            return new Admission.Position(journal.epoch(), journal.head(), standing.acknowledged());
        } catch (JournalUnavailable e) {
            return null;
        }
    }

    /** Waits while a shard is far behind, but not while holding what others need. */
    @Override
    public void publish(List<Notification> notifications) {
        shards.forEach(Shard::awaitRoom);
        handOver(notifications, null);
    }

    /** For the journal's thread, which never waits; it commits nothing more while there is no {@link #hasRoom}. */
    public void committed(List<Notification> notifications) {
        handOver(notifications, journal.epoch());
    }

    /** The journal has another log: for its thread, before anything of that log is committed here. */
    public void reset(Journal.Reset reset) {
        failures.clear();
        synchronized (sequence) {
            for (Shard shard : shards) {
                shard.hand(() -> {
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

    /** Whether the offset of what was sent is of the journal's present log. */
    boolean isOfThisLog(Parcel parcel) {
        return parcel.epoch() == null || parcel.epoch().equals(journal.epoch());
    }

    /** False while a shard is far behind. */
    public boolean hasRoom() {
        return shards.stream().allMatch(Shard::hasRoom);
    }

    /** @param epoch of the log that they are of; null for volatile ones */
    private void handOver(List<Notification> notifications, String epoch) {
        List<Parcel> parcels = notifications.stream()
                .map(notification -> new Parcel(notification, epoch))
                .toList();
        List<List<Parcel>> concerned =
                shards.stream().map(shard -> concerning(shard, parcels)).toList();
        synchronized (sequence) {
            for (int i = 0; i < shards.size(); i++) {
                Shard shard = shards.get(i);
                List<Parcel> itsOwn = concerned.get(i);
                if (!itsOwn.isEmpty()) {
                    shard.hand(() -> shard.route(itsOwn));
                }
            }
        }
    }

    private List<Parcel> concerning(Shard shard, List<Parcel> parcels) {
        return shards.size() == 1
                ? parcels
                : parcels.stream()
                        .filter(parcel -> concerns(shard, parcel.notification()))
                        .toList();
    }

    private boolean concerns(Shard shard, Notification notification) {
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
     * @param by the connection that acknowledges, which need not be told; null for none
     */
    AcknowledgeOutcome acknowledge(String user, long offset, ReaderConnection by) {
        Shard shard = shardOf(user);
        shard.awaitRoom();
        synchronized (acknowledgements.orderOf(user)) {
            String epoch = journal.epoch();
            Ledger.Acknowledgement result = ledger.acknowledge(user, offset);
            if (result instanceof Ledger.Acknowledgement.BeyondSent beyond) {
                return new AcknowledgeOutcome.BeyondSent(beyond.highestSent());
            }
            Ledger.Acknowledgement.Accepted accepted = (Ledger.Acknowledgement.Accepted) result;
            shard.hand(() -> {
                if (epoch.equals(journal.epoch())) {
                    acknowledged(user, accepted, by);
                }
            });
            return new AcknowledgeOutcome.Acknowledged(accepted.offset());
        }
    }

    /** In the shard's turn. */
    private void acknowledged(String user, Ledger.Acknowledgement.Accepted accepted, ReaderConnection by) {
        failures.acknowledged(user, accepted.offset());
        for (ReaderConnection connection : shardOf(user).table.readersOf(user)) {
            connection.pipe().confirmThrough(accepted.offset());
            if (connection != by && accepted.offset() > accepted.previous()) {
                connection.pipe().add(new Frame.Status.Acked(accepted.offset()));
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
                connection.close(CloseReason.REVOKED);
            }
        });
    }

    @Override
    public int connections() {
        return connections.size();
    }

    public void onDelivery(DeliveryWatch watch) {
        this.watch = watch;
    }

    DeliveryWatch watch() {
        return watch;
    }

    public DeliveryFigures figures() {
        return new DeliveryFigures(
                connections.size(),
                tally.frames.sum(),
                tally.deliveries.sum(),
                tally.conflated.sum(),
                tally.dropped.sum(),
                writers.caught(),
                writers.cutOff(),
                writers.held(),
                writers.queued(),
                shards.stream().mapToInt(Shard::backlog).sum(),
                acknowledgements.waiting(),
                shards.stream().mapToInt(Shard::registered).sum(),
                tally.names.sum(),
                tally.owedValues.sum(),
                shards.stream().mapToInt(Shard::lastValueCount).sum(),
                shards.stream().mapToLong(Shard::lastValueBytes).sum(),
                tally.unconfirmed.sum(),
                failures.size(),
                tally.closed());
    }

    /** Of everything that has to turn for notifications to reach their readers. */
    public List<Beat> beats() {
        List<Beat> beats = new ArrayList<>();
        for (int i = 0; i < shards.size(); i++) {
            beats.add(shards.get(i).beat("dispatcher " + (i + 1)));
        }
        beats.addAll(writers.beats());
        beats.add(timer.beat());
        beats.add(livenessPulse.of("liveness", livenessThread));
        return beats;
    }

    /** Whether readers are being told to come back later. */
    public boolean isShuttingDown() {
        return shuttingDown;
    }

    @Override
    public Listing list() {
        List<ReaderState> open = new ArrayList<>(connections.size());
        connections.forEach(connection -> open.add(connection.state()));
        return new Listing(
                clocks.wall(),
                connectionsByUser.size(),
                List.copyOf(open),
                closedReaders.newestFirst(),
                tally.closed(),
                settings.queueSize(),
                settings.queueBytes());
    }

    void closed(ReaderConnection connection, CloseReason reason) {
        if (connections.remove(connection)) {
            leave(connection.user());
            tally.closed(reason);
            closedReaders.add(connection.state(clocks.wall(), reason));
        }
    }

    private void leave(String user) {
        connectionsByUser.computeIfPresent(user, (unused, count) -> count == 1 ? null : count - 1);
    }

    @Override
    public void shutdown(Duration atMost) {
        shuttingDown = true;
        connections.forEach(this::farewell);
        long deadline = System.nanoTime() + atMost.toNanos();
        // The last tenth of the time is for those who do not take their last frames.
        awaitNone(deadline - atMost.toNanos() / 10);
        connections.forEach(connection -> connection.close(CloseReason.SHUTTING_DOWN));
        awaitNone(deadline);
    }

    /** In the shard's turn: what was published before still goes out before it. */
    private void farewell(ReaderConnection connection) {
        long delay = RECONNECT_FIRST_MILLIS + ThreadLocalRandom.current().nextLong(RECONNECT_SPREAD_MILLIS);
        // Without waiting: the time for it is limited, also where a shard is far behind.
        shardOf(connection.user()).hand(() -> {
            connection.pipe().add(new Frame.Status.Shutdown(delay));
            connection.pipe().close(CloseReason.SHUTTING_DOWN, true);
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

    /** The user's open connections. */
    List<ReaderConnection> connectionsOf(String user) {
        List<ReaderConnection> found = new ArrayList<>();
        connections.forEach(connection -> {
            if (connection.user().equals(user)) {
                found.add(connection);
            }
        });
        return found;
    }

    /** Pings, and closes what is dead or expired. */
    void checkConnections() {
        connections.forEach(ReaderConnection::check);
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

    Outcomes outcomes() {
        return outcomes;
    }

    WriteFailures failures() {
        return failures;
    }

    Tally tally() {
        return tally;
    }

    HistoryReads.Ground ground(Shard shard) {
        return new HistoryReads.Ground(journal, ledger, databaseThreads, shard::execute, clocks);
    }
}
