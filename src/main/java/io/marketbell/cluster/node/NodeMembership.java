package io.marketbell.cluster.node;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.marketbell.cluster.ClusterMode;
import io.marketbell.cluster.ClusterSettings;
import io.marketbell.cluster.Member;
import io.marketbell.cluster.Members;
import io.marketbell.cluster.NodeRefused;
import io.marketbell.database.Connections;
import io.marketbell.database.LockLimits;
import io.marketbell.database.Sql;
import io.marketbell.database.SqlFailure;
import io.marketbell.thread.GuardedTask;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/**
 * The membership of this node in the database. The node joins in the transaction that opens the log, sends heartbeats,
 * and declares other nodes dead that send none. If it was itself declared dead, for example because it was frozen, it
 * joins again as a new incarnation. Thread-safe.
 */
public final class NodeMembership implements Members {
    private static final System.Logger LOG = System.getLogger(NodeMembership.class.getName());
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ClusterSettings settings;
    private final Connections connections;
    private final LongSupplier nanoClock;
    private final boolean replacesOthers;
    private final Admission admission;
    private final PauseGuard pauseGuard;
    private final List<Runnable> pauseChecks = new CopyOnWriteArrayList<>();
    private final AtomicLong failedHeartbeats = new AtomicLong();

    /** Null until the node has joined, and while it is refused. */
    private volatile Joining joined;

    /** The incarnation that the last {@link #join} created; its transaction may have failed. */
    private volatile String created = "";

    private volatile List<NodeRow> rows = List.of();
    private volatile long confirmedAt;
    private volatile String refusal = "";
    private volatile JoinCondition condition = transaction -> "";
    private volatile boolean stopping;
    private volatile Runnable onRefused = () -> {};

    /** @param nanoClock the node's monotonic clock */
    public NodeMembership(ClusterSettings settings, DataSource source, LongSupplier nanoClock) {
        this(settings, source, nanoClock, false);
    }

    private NodeMembership(
            ClusterSettings settings, DataSource source, LongSupplier nanoClock, boolean replacesOthers) {
        this.settings = settings;
        this.connections = new Connections(source);
        this.nanoClock = nanoClock;
        this.replacesOthers = replacesOthers;
        this.admission = new Admission(settings);
        this.pauseGuard = new PauseGuard(settings.deadAfter().toNanos(), nanoClock);
    }

    /** Returns the membership of a node that takes every other node for ended and sends no heartbeats. */
    public static NodeMembership only(DataSource source) {
        ClusterSettings settings = new ClusterSettings(
                ClusterMode.SINGLE, "marketbell", "only", 1, Duration.ofSeconds(1), Duration.ofSeconds(5));
        return new NodeMembership(settings, source, System::nanoTime, true);
    }

    /** Sets a further condition for joining. Must be called before the first {@link #join}. */
    public void joinIf(JoinCondition further) {
        condition = further;
    }

    /** Returns the version of the messages that this node sends to other nodes. */
    public static int wire() {
        return Wire.THIS_RELEASE.version();
    }

    public ClusterSettings settings() {
        return settings;
    }

    /**
     * Joins in a transaction that holds the lock of the log's head, so that nodes join one after the other. Must be
     * followed by {@link #accept} after the commit.
     *
     * @param doubtFrom the lowest offset that this incarnation may write to a client without a record of it
     * @throws NodeRefused if this node must not use the database
     */
    public Joining join(Sql sql, long doubtFrom) throws SQLException {
        long began = nanoClock.getAsLong();
        boolean embedded = connections.writeLate(sql.connection());
        boolean alone = embedded || replacesOthers;
        NodeTable table = new NodeTable(sql);
        List<NodeRow> running = table.all().stream()
                .filter(row -> row.isRunning() && !isSelf(row))
                .toList();
        check(embedded, running);
        check(condition.refusal(sql));
        for (NodeRow row : running) {
            if (alone) {
                table.declareDead(row.incarnation());
            } else if (admission.excludes(row)) {
                table.declareDead(row.incarnation(), settings.deadAfter());
            }
        }
        table.removeStopped(settings.node());
        table.clean();
        String incarnation = HexFormat.of().toHexDigits(RANDOM.nextLong());
        table.add(settings, incarnation, doubtFrom);
        created = incarnation;
        // the row has the time when the transaction began: it may have waited for the lock since
        long waited = alone ? 0 : table.transactionAge().toNanos();
        return new Joining(incarnation, table.all(), began - waited, !alone);
    }

    /**
     * Checks whether this node may use the database, before it migrates the schema. Nodes are not checked if the schema
     * has none yet.
     *
     * @param schema a condition about the schema
     * @throws NodeRefused if it must not
     */
    public void checkBeforeMigration(JoinCondition schema) throws SQLException {
        check(connections.read(schema::refusal));
        try {
            connections.read(sql -> {
                check(connections.writeLate(sql.connection()), before(sql));
                return null;
            });
        } catch (SQLException e) {
            if (!SqlFailure.isAboutMissingTables(e)) {
                throw e;
            }
        }
    }

    private static List<NodeRow> before(Sql sql) throws SQLException {
        NodeTable table = new NodeTable(sql);
        return sql.hasColumn("journal_node", "wire_oldest") ? table.all() : table.allOfFirstSchema();
    }

    private void check(String refusedByCondition) {
        if (!refusedByCondition.isEmpty()) {
            NodeRefused refused = new NodeRefused(refusedByCondition, true);
            refused(refused);
            throw refused;
        }
    }

    private void check(boolean embedded, List<NodeRow> others) {
        try {
            admission.checkDatabase(embedded);
            if (!embedded && !replacesOthers) {
                admission.check(others.stream()
                        .filter(row -> row.isAlive(settings.deadAfter()))
                        .toList());
            }
        } catch (NodeRefused e) {
            refused(e);
            throw e;
        }
    }

    private void refused(NodeRefused e) {
        refusal = e.getMessage();
        if (joined != null) {
            // while writes are still held
            onRefused.run();
            joined = null;
        }
    }

    /**
     * Registers an action for the case that another node has taken the place of this one while it was paused or cut off.
     * The action must not block and must end all connections.
     */
    public void onRefused(Runnable action) {
        onRefused = action;
    }

    /** Must be called after the transaction of {@link #join} was committed. */
    public synchronized void accept(Joining joining) {
        joined = joining;
        rows = joining.rows();
        confirmedAt = joining.began();
        refusal = "";
        LOG.log(
                INFO,
                "node {0} has joined as incarnation {1}; running nodes: {2}",
                settings.node(),
                joining.incarnation(),
                Integer.toString(aliveCount()));
    }

    private boolean isToBeAccepted(NodeRow row) {
        return row.incarnation().equals(created) && row.isAlive(settings.deadAfter());
    }

    private boolean isSelf(NodeRow row) {
        Joining current = joined;
        return current != null && current.incarnation().equals(row.incarnation());
    }

    /** Returns whether this node has joined, and another node could take it for dead. */
    boolean needsHeartbeats() {
        Joining current = joined;
        return current != null && current.needsHeartbeats();
    }

    /** Returns whether this node has joined and was not refused since. */
    public boolean isJoined() {
        return joined != null;
    }

    /** Returns the incarnation; empty until the node has joined, and while it is refused. */
    public String incarnation() {
        Joining current = joined;
        return current == null ? "" : current.incarnation();
    }

    /**
     * Ensures that this node counts as running. Must be called before commits are announced to clients: if the node was
     * declared dead meanwhile, they are outside its range of doubt. Accesses the database only if the last heartbeat is
     * old.
     *
     * @throws NodeRefused if another node has taken the place of this node
     */
    public void verify() throws SQLException {
        Joining current = joined;
        if (current == null) {
            throw new NodeRefused(refusal, true);
        }
        if (current.needsHeartbeats() && heartbeatAge().compareTo(settings.deadAfter()) >= 0) {
            confirm();
        }
    }

    /** Returns whether {@link #verify} succeeds without access to the database. Never blocks. */
    public boolean isConfirmed() {
        Joining current = joined;
        return current != null && (!current.needsHeartbeats() || heartbeatAge().compareTo(settings.deadAfter()) < 0);
    }

    /** Sends a heartbeat. If this node was declared dead, it joins again. */
    public synchronized void confirm() throws SQLException {
        Joining current = joined;
        if (current == null || stopping || !current.needsHeartbeats()) {
            return;
        }
        long began = nanoClock.getAsLong();
        boolean running = connections.read(sql -> {
            NodeTable table = new NodeTable(sql);
            boolean counts = table.beat(current.incarnation());
            rows = table.all();
            return counts;
        });
        if (running) {
            confirmedAt = began;
        } else if (rows.stream().anyMatch(this::isToBeAccepted)) {
            throw new SQLException("another incarnation of this node has joined and is not in use yet", "08000");
        } else {
            LOG.log(WARNING, "this node was declared dead; it joins again as a new incarnation");
            rejoin(current.incarnation());
        }
    }

    /** Joins again after a refusal. Does nothing if this node has joined. */
    public synchronized void ensureJoined() throws SQLException {
        if (joined == null) {
            rejoin("");
        }
    }

    /** @param former the former incarnation, whose range of doubt continues */
    private void rejoin(String former) throws SQLException {
        accept(connections.write(sql -> {
            String lock = LockLimits.DEFAULT.selectForUpdate(sql.connection(), "t.head", "journal_head", "t.id = 1");
            sql.first(row -> row.getLong(1), lock);
            return join(sql, new NodeTable(sql).doubtFrom(former).orElse(0L));
        }));
    }

    /**
     * Returns whether this node may write to its clients. It may not after a pause until it has found out whether it was
     * declared dead. Cheap; any thread may ask. An unavailable database does not make it false.
     */
    public boolean mayWrite() {
        return !needsHeartbeats() || stopping || !pauseGuard.isHeld();
    }

    PauseGuard pauseGuard() {
        return pauseGuard;
    }

    /** Declares nodes dead whose heartbeats are missing, as of the last heartbeat of this node. */
    void declareDead() throws SQLException {
        for (NodeRow row : rows) {
            if (row.isRunning() && !isSelf(row) && !row.isAlive(settings.deadAfter())) {
                boolean declared = connections.read(
                        sql -> new NodeTable(sql).declareDead(row.incarnation(), settings.deadAfter()));
                if (declared) {
                    LOG.log(
                            WARNING,
                            "node {0} (incarnation {1}) is declared dead: its last heartbeat was {2} ms ago",
                            row.node(),
                            row.incarnation(),
                            Long.toString(row.beatAge().toMillis()));
                }
            }
        }
    }

    /** Removes rows of ended nodes that are no longer needed. */
    void clean() throws SQLException {
        connections.write(sql -> {
            new NodeTable(sql).clean();
            return null;
        });
    }

    void heartbeatFailed() {
        failedHeartbeats.incrementAndGet();
    }

    /** Ends the heartbeats. Must precede {@link #stop}: a stopped node must not join again. */
    public synchronized void stopping() {
        stopping = true;
    }

    /** @param doubtFrom the lowest offset whose delivery is not recorded; null if there is none */
    public void stop(Sql sql, Long doubtFrom) throws SQLException {
        new NodeTable(sql).stop(incarnation(), doubtFrom);
    }

    @Override
    public void onPause(Runnable check) {
        pauseChecks.add(GuardedTask.of("check after a pause", check));
    }

    void runPauseChecks() {
        pauseChecks.forEach(Runnable::run);
    }

    @Override
    public Optional<Member> self() {
        return rows.stream().filter(this::isSelf).findFirst().map(NodeRow::toMember);
    }

    @Override
    public List<Member> alive() {
        return rows.stream()
                .filter(row -> isSelf(row) || row.isAlive(settings.deadAfter()))
                .map(NodeRow::toMember)
                .toList();
    }

    @Override
    public String refusal() {
        return refusal;
    }

    @Override
    public Map<String, Long> states() {
        Map<String, Long> states = new TreeMap<>();
        for (String state : List.of(NodeTable.RUNNING, NodeTable.STOPPED, NodeTable.DEAD)) {
            states.put(
                    state.toLowerCase(Locale.ROOT),
                    rows.stream().filter(row -> row.state().equals(state)).count());
        }
        return states;
    }

    @Override
    public Duration heartbeatAge() {
        return needsHeartbeats() ? Duration.ofNanos(nanoClock.getAsLong() - confirmedAt) : Duration.ZERO;
    }

    @Override
    public long pauses() {
        return pauseGuard.pauses();
    }

    @Override
    public long failedHeartbeats() {
        return failedHeartbeats.get();
    }
}
