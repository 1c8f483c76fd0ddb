package io.marketbell.journal.log;

import static java.lang.System.Logger.Level.WARNING;

import io.marketbell.cluster.ClusterMode;
import io.marketbell.cluster.node.NodeHeartbeat;
import io.marketbell.cluster.node.NodeMembership;
import io.marketbell.database.Microseconds;
import io.marketbell.database.QueryListener;
import io.marketbell.database.SqlFailure;
import io.marketbell.database.job.Job;
import io.marketbell.journal.CommitExchange;
import io.marketbell.journal.CommittedGroup;
import io.marketbell.journal.Journal;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.Ledger;
import io.marketbell.journal.ReadGuard;
import io.marketbell.journal.expiry.Expiry;
import io.marketbell.journal.ledger.DeliveryCleanup;
import io.marketbell.journal.ledger.JdbcLedger;
import io.marketbell.journal.ledger.UserProgressCleanup;
import io.marketbell.journal.ledger.UserRows;
import io.marketbell.journal.log.AppendQueue.Call;
import io.marketbell.journal.store.JournalDatabase;
import io.marketbell.journal.store.LogContinuity;
import io.marketbell.journal.store.LogState;
import io.marketbell.journal.store.PositionFile;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.thread.LongLivedThread;
import io.marketbell.thread.NonBlocking;
import io.marketbell.thread.PeriodicTask;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/**
 * The journal and its ledger in a relational database: H2 or PostgreSQL. If the database is unavailable, also at the
 * start, the journal is unavailable until the database can be reached.
 */
public final class JdbcJournal implements Journal, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(JdbcJournal.class.getName());
    private static final Duration OPENING_AT_MOST = Duration.ofSeconds(30);
    private static final Duration CLOSING_AT_MOST = Duration.ofSeconds(10);
    private static final Duration CHECK_AT_MOST = Duration.ofSeconds(2);
    private static final long CHECK_POLL_NANOS = 2_000_000L;
    private static final long BEFORE_ALL_EXPIRY = Long.MIN_VALUE;

    private final InstantSource clock;
    private final LogState state;
    private final AppendQueue queue;
    private final JournalDatabase database;
    private final CommitNotifier notifier;
    private final OwnCommitListener ownCommits;
    private final Committer committer;
    private final LogFollower follower;
    private final JdbcLedger ledger;
    private final Expiry expiry;
    private final DeliveryCleanup deliveryCleanup;
    private final UserProgressCleanup userProgressCleanup;
    private final WriteBehind writeBehind;
    private final NodeMembership membership;
    private final NodeHeartbeat heartbeat;
    private final ScheduledExecutorService watching;
    private final StoreLossDetector storeLossDetector;
    private final LongLivedThread committing;
    private final LongLivedThread following;
    private final Duration patience;
    private volatile BooleanSupplier diskHasSpace = () -> true;
    private volatile Duration expiryDelay = Duration.ZERO;

    private JdbcJournal(
            DataSource source,
            InstantSource clock,
            ThreadFactory threads,
            Executor answers,
            ReadGuard guard,
            JournalLimits limits,
            Path positionFile,
            NodeMembership membership) {
        this.clock = clock;
        this.membership = membership;
        state = new LogState(clock);
        queue = new AppendQueue(limits.queueSize(), limits.patience());
        database = new JournalDatabase(source, guard, () -> {
            state.available(false);
            queue.wake();
        });
        ledger = new JdbcLedger(database, state, membership, clock, limits.usersKept());
        PositionFile position = new PositionFile(positionFile);
        LogContinuity continuity = new LogContinuity(state);
        notifier = new CommitNotifier(state, new OwnCommits(OwnCommits.LARGEST), membership::isConfirmed);
        LogTakeover takeover = new LogTakeover(state, membership, ledger, notifier, continuity, position);
        ownCommits = new OwnCommitListener(state);
        committer = new Committer(
                database, state, takeover, membership, notifier, ownCommits, queue, clock, limits, answers);
        committing = new LongLivedThread("journal writer", threads, committer, committer::hasEnded);
        follower = new LogFollower(database, state, continuity, notifier, membership);
        following = new LongLivedThread("journal follower", threads, follower, follower::hasEnded);
        patience = limits.patience();
        expiry = new Expiry(database, state, ledger, limits.expiredRows());
        deliveryCleanup = new DeliveryCleanup(database);
        userProgressCleanup = new UserProgressCleanup(database, limits.progressKept());
        writeBehind = new WriteBehind(database, state, membership, ledger, position, limits.progressSaved(), threads);
        heartbeat = new NodeHeartbeat(membership, this::checkLog, threads);
        watching = Executors.newSingleThreadScheduledExecutor(threads);
        storeLossDetector = new StoreLossDetector(
                state, () -> database.connections().isEmbedded() && diskHasSpace.getAsBoolean(), clock);
    }

    /**
     * Opens the journal with the default limits. Callers are completed on the committing thread, so dependent stages
     * must be short.
     */
    public static JdbcJournal open(DataSource source, InstantSource clock, ThreadFactory threads) {
        return open(source, clock, threads, Runnable::run, ReadGuard.NONE, JournalLimits.DEFAULT, null);
    }

    /** Opens the journal of the only node of a database. */
    public static JdbcJournal open(
            DataSource source,
            InstantSource clock,
            ThreadFactory threads,
            Executor answers,
            ReadGuard guard,
            JournalLimits limits,
            Path positionFile) {
        return open(source, clock, threads, answers, guard, limits, positionFile, NodeMembership.only(source));
    }

    /**
     * Migrates the schema and opens the log. If the database is unavailable, returns with the log unavailable.
     *
     * @param threads creates five threads; they must not be interrupted: H2 closes its file when a thread inside it is
     *     interrupted
     * @param answers completes the stages returned by {@link #append}
     * @param guard guards reads on behalf of callers
     * @param positionFile stores the position of the log outside the database, so that a database restored while no
     *     node ran is detected; null for none
     * @param membership the membership of this node; joins and ends with the journal
     */
    public static JdbcJournal open(
            DataSource source,
            InstantSource clock,
            ThreadFactory threads,
            Executor answers,
            ReadGuard guard,
            JournalLimits limits,
            Path positionFile,
            NodeMembership membership) {
        JdbcJournal journal = new JdbcJournal(source, clock, threads, answers, guard, limits, positionFile, membership);
        journal.start(limits);
        return journal;
    }

    private void start(JournalLimits limits) {
        committing.start();
        following.start();
        writeBehind.start(limits.writeBehind());
        heartbeat.start();
        long interval = Math.max(1, limits.answerWithin().toMillis() / 5);
        new PeriodicTask("commit monitor", committer.timeout()::check)
                .withFixedDelay(watching, interval, interval, TimeUnit.MILLISECONDS);
        new PeriodicTask("embedded database monitor", storeLossDetector::check)
                .withFixedDelay(watching, interval, interval, TimeUnit.MILLISECONDS);
        try {
            committer.awaitFirstAttempt(OPENING_AT_MOST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes the committer check the log, and waits for it for a short time. */
    private void checkLog() {
        state.available(false);
        queue.wake();
        long deadline = System.nanoTime() + CHECK_AT_MOST.toNanos();
        while (!state.isAvailable() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(CHECK_POLL_NANOS);
        }
    }

    /** Returns the deletion of everything that is stored about a user. */
    public UserRows userRows() {
        return new UserRows(database);
    }

    /** Discards what memory has about the progress of a user. May wait for a flush. */
    public void forget(String user) {
        ledger.forget(user);
    }

    /** Returns the ledger, which is closed together with the journal. */
    public Ledger ledger() {
        return ledger;
    }

    /** Returns the exchange of commits with other nodes. */
    public CommitExchange commits() {
        return new CommitExchange() {
            @Override
            public void onOwnCommit(Consumer<CommittedGroup> listener) {
                ownCommits.set(listener);
            }

            @Override
            public void expectWhile(BooleanSupplier messagesArrive) {
                notifier.expectWhile(messagesArrive);
            }

            @Override
            public void receive(CommittedGroup group) {
                notifier.received(group);
            }

            @Override
            public Figures figures() {
                return notifier.figures();
            }
        };
    }

    @Override
    public CompletionStage<List<Appended>> append(List<Entry> entries) {
        for (Entry entry : entries) {
            if (!entry.notification().isDurable() || entry.notification().offset() != 0) {
                throw new IllegalArgumentException("cannot be appended: " + entry.notification());
            }
        }
        if (entries.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        if (database.connections().isEmbedded() && !diskHasSpace.getAsBoolean()) {
            return CompletableFuture.failedFuture(new JournalUnavailable("the disk is full", null));
        }
        Call call = new Call(List.copyOf(entries));
        try {
            queue.put(call);
        } catch (JournalUnavailable e) {
            return CompletableFuture.failedFuture(e);
        }
        return call.answer();
    }

    @Override
    public void onCommitted(Consumer<List<Notification>> listener) {
        notifier.onCommitted(listener);
    }

    @Override
    public void admitWhile(BooleanSupplier listenerHasRoom) {
        queue.admitWhile(listenerHasRoom);
        follower.readWhile(listenerHasRoom);
        notifier.receiveWhile(listenerHasRoom);
    }

    /**
     * Sets a condition for appends to an embedded database. While it is false, appends are rejected: the remaining disk
     * space is reserved for deletes and for other writes. Evaluated for every call; must be cheap.
     */
    public void appendWhile(BooleanSupplier hasSpace) {
        diskHasSpace = hasSpace;
    }

    @Override
    public void onFlush(LongSupplier lowestUnwritten) {
        ledger.ownDoubt().onFlush(lowestUnwritten);
    }

    @Override
    public void onReset(Consumer<Reset> listener) {
        committer.onReset(listener);
    }

    /**
     * Returns whether the journal is still opening for the first time, for example during the migration of a large
     * database.
     */
    public boolean isOpening() {
        return committer.isOpening();
    }

    /** Registers the listener for database work. */
    public void onQuery(QueryListener listener) {
        database.onQuery(listener);
    }

    @Override
    public long head() {
        return state.known().head();
    }

    @Override
    public boolean isShared() {
        return membership.settings().mode() != ClusterMode.SINGLE;
    }

    @Override
    public long headReads() {
        return follower.headReads().begun();
    }

    @Override
    public long headReadAfter(long read) {
        assert NonBlocking.mayWait("the head of the log");
        if (!state.known().isAvailable()) {
            throw new JournalUnavailable("the database is unavailable", null);
        }
        follower.headReads().awaitAfter(read, patience);
        return state.head();
    }

    @Override
    public long behind() {
        return notifier.behind();
    }

    @Override
    public long waitingBytes() {
        return notifier.waitingBytes();
    }

    @Override
    public String epoch() {
        return state.known().epoch();
    }

    @Override
    public long openedAt() {
        return state.known().openedAt();
    }

    @Override
    public boolean isKnown() {
        return state.isKnown();
    }

    @Override
    public boolean isAvailable() {
        return state.isAvailable();
    }

    @Override
    public boolean isAlive() {
        return state.isAlive() && committing.ensureAlive() && following.ensureAlive() && !storeLossDetector.isLost();
    }

    @Override
    public List<Notification> history(String user, long after, long upTo, Set<NotificationType> types, int limit) {
        return history(user, after, upTo, types, limit, Microseconds.of(clock.instant()));
    }

    @Override
    public List<Notification> addressed(String user, long after, long upTo, int limit) {
        return history(user, after, upTo, Set.of(), limit, BEFORE_ALL_EXPIRY);
    }

    private List<Notification> history(
            String user, long after, long upTo, Set<NotificationType> types, int limit, long notExpiredAt) {
        long visible = Math.min(upTo, head());
        if (after >= visible || limit <= 0) {
            return List.of();
        }
        return database.ask(sql -> new LogReader(sql).of(user, after, visible, notExpiredAt, types, limit));
    }

    @Override
    public Past past(String user, long after, long upTo, int limit) {
        long visible = Math.min(upTo, head());
        if (after >= visible) {
            return new Past(List.of(), List.of(), visible, Map.of());
        }
        long now = Microseconds.of(clock.instant());
        return database.ask(sql -> new ResumeReader(sql).read(user, after, visible, now, limit));
    }

    @Override
    public Optional<Notification> byId(String id) {
        return database.ask(sql -> new LogReader(sql).byId(id));
    }

    /**
     * Sets the time between the expiry of a notification and its deletion. Other nodes may have delivered it shortly
     * before its expiry: the time must exceed the period of their ledgers' writes and the difference of their clocks.
     */
    public void expireAfter(Duration delay) {
        expiryDelay = delay;
    }

    /** Does nothing and returns 0 while another node does the same. */
    @Override
    public int expire(Instant now, int limit, Consumer<List<Undelivered>> report) {
        // a node that is refused must not change anything
        state.known();
        return database.inTurn(Job.EXPIRY, () -> expireInTurn(now.minus(expiryDelay), limit, report))
                .orElse(0);
    }

    private int expireInTurn(Instant now, int limit, Consumer<List<Undelivered>> report) {
        int deleted = expiry.expire(now, limit, report);
        if (deleted == 0) {
            deliveryCleanup.clean(state.head());
            userProgressCleanup.clean(now);
        }
        return deleted;
    }

    /** Commits queued calls, writes the ledger, and marks the log as cleanly closed. */
    @Override
    public void close() {
        writeBehind.shutdown();
        watching.shutdown();
        try {
            closeParts();
        } finally {
            membership.stopping();
            heartbeat.close();
        }
    }

    private void closeParts() {
        try {
            boolean committed = committer.close(CLOSING_AT_MOST);
            boolean followed = follower.close(CLOSING_AT_MOST);
            boolean written = writeBehind.awaitEnd(CLOSING_AT_MOST);
            if (!committed || !followed || !written) {
                LOG.log(WARNING, "the journal was closed before its database responded");
                return;
            }
            membership.stopping();
            writeBehind.writeLast();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (JournalUnavailable e) {
            LOG.log(WARNING, "the journal was closed without access to its database: {0}", SqlFailure.describe(e));
        }
    }
}
