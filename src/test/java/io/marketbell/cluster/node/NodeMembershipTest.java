package io.marketbell.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.marketbell.cluster.ClusterMode;
import io.marketbell.cluster.ClusterSettings;
import io.marketbell.cluster.Member;
import io.marketbell.cluster.NodeRefused;
import io.marketbell.database.Connections;
import io.marketbell.database.ProductDatabases;
import io.marketbell.thread.DaemonThreads;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeMembershipTest {
    private static final Duration DEAD_AFTER = Duration.ofSeconds(5);

    private static DataSource source;

    private final Connections database = new Connections(source);
    private final AtomicLong nanos = new AtomicLong();

    @BeforeAll
    static void start() {
        source = ProductDatabases.postgres();
    }

    @BeforeEach
    void emptyLog() throws SQLException {
        update("DELETE FROM journal_node");
        update("DELETE FROM journal_entry");
        update("DELETE FROM journal_head");
        update("INSERT INTO journal_head (id, epoch, head, unclean_through, everyone_expired_through, running)"
                + " VALUES (1, 'e7', 90, 0, 0, TRUE)");
        addEntry(1);
    }

    private void addEntry(long offset) throws SQLException {
        update(
                "INSERT INTO journal_entry (log_offset, id, type, priority, happened_at, accepted_at, expires_at, publisher)"
                        + " VALUES (" + offset + ", 'n1', 'SYSTEM_NOTICE', 'LOW', 0, 0, 0, 'p')");
    }

    private void update(String statement) throws SQLException {
        database.read(sql -> sql.update(statement));
    }

    private NodeMembership node(String name, ClusterMode mode) {
        return new NodeMembership(
                new ClusterSettings(mode, "mb", name, 3, Duration.ofSeconds(1), DEAD_AFTER), source, nanos::get);
    }

    private NodeMembership node(String name) {
        return node(name, ClusterMode.POSTGRESQL);
    }

    private NodeMembership join(NodeMembership node) throws SQLException {
        node.accept(database.write(sql -> node.join(sql, 91)));
        return node;
    }

    /** The database's clock cannot be advanced, so the last heartbeats are moved to the past. */
    private void passesWithoutHeartbeats(Duration time) throws SQLException {
        update("UPDATE journal_node SET beat_at = beat_at - " + time.toNanos() / 1_000);
        nanos.addAndGet(time.toNanos());
    }

    private List<String> rows() throws SQLException {
        return database.read(sql -> sql.list(
                row -> row.getString(1) + " " + row.getString(2) + " " + row.getString(3) + ".." + row.getString(4),
                "SELECT node, state, doubt_from, doubt_through FROM journal_node ORDER BY started_at, node"));
    }

    @Test
    void nodesKnowEachOtherAfterAHeartbeat() throws SQLException {
        NodeMembership a = join(node("a"));
        NodeMembership b = join(node("b"));
        assertThat(a.aliveCount()).isEqualTo(1);

        a.confirm();

        for (NodeMembership each : List.of(a, b)) {
            assertThat(each.alive()).extracting(Member::node).containsExactly("a", "b");
            assertThat(each.states()).containsEntry("running", 2L).containsEntry("dead", 0L);
        }
        assertThat(a.self()).contains(a.alive().get(0));
        assertThat(a.self().orElseThrow().incarnation())
                .isNotEqualTo(b.self().orElseThrow().incarnation());
    }

    @Test
    void aSecondHolderOfANameIsRefusedAndChangesNothing() throws SQLException {
        NodeMembership first = join(node("a"));
        NodeMembership second = node("a");
        List<String> before = rows();

        assertThatThrownBy(() -> join(second))
                .isInstanceOfSatisfying(
                        NodeRefused.class,
                        e -> assertThat(e.isCertain())
                                .as("the first may have been killed")
                                .isFalse());
        first.confirm();
        assertThatThrownBy(() -> join(second))
                .isInstanceOfSatisfying(
                        NodeRefused.class, e -> assertThat(e.isCertain()).isTrue())
                .hasMessageContaining("has the name of this node");

        assertThat(second.refusal()).contains("give each node its own marketbell.cluster.node");
        assertThat(second.isJoined()).isFalse();
        assertThat(second.self()).isEmpty();
        assertThat(rows()).isEqualTo(before);
        assertThat(first.refusal()).isEmpty();
    }

    @Test
    void aKilledNodeStartsAgainUnderItsNameWhenItsPredecessorIsDead() throws SQLException {
        join(node("a"));
        NodeMembership next = node("a");
        passesWithoutHeartbeats(Duration.ofMillis(2_000));
        assertThatThrownBy(() -> join(next)).isInstanceOf(NodeRefused.class);

        passesWithoutHeartbeats(Duration.ofMillis(3_000));
        join(next);

        assertThat(next.refusal()).isEmpty();
        assertThat(rows()).containsExactly("a DEAD 91..90", "a RUNNING 91..null");
    }

    @Test
    void aSingleNodeAndAnyOtherNodeExcludeEachOther() throws SQLException {
        NodeMembership single = join(node("s", ClusterMode.SINGLE));
        NodeMembership other = node("b");
        NodeMembership secondSingle = node("t", ClusterMode.SINGLE);
        for (NodeMembership each : List.of(other, secondSingle)) {
            assertThatThrownBy(() -> join(each)).isInstanceOf(NodeRefused.class);
        }
        single.confirm();
        assertThatThrownBy(() -> join(other)).hasMessageContaining("with marketbell.cluster.mode=single");
        assertThatThrownBy(() -> join(secondSingle)).hasMessageContaining("stop one of them");

        passesWithoutHeartbeats(DEAD_AFTER);
        join(other);
        assertThatThrownBy(() -> join(secondSingle)).isInstanceOf(NodeRefused.class);
    }

    @Test
    void aFrozenSingleNodeThatWasReplacedIsRefused() throws SQLException {
        NodeMembership first = join(node("s", ClusterMode.SINGLE));
        passesWithoutHeartbeats(DEAD_AFTER);
        NodeMembership second = join(node("t", ClusterMode.SINGLE));

        assertThatThrownBy(first::verify).isInstanceOf(NodeRefused.class);
        assertThat(first.isJoined()).isFalse();
        assertThat(first.refusal()).contains("node t");
        assertThatThrownBy(first::verify).isInstanceOf(NodeRefused.class);

        passesWithoutHeartbeats(DEAD_AFTER);
        first.ensureJoined();
        assertThat(first.refusal()).isEmpty();
        assertThatThrownBy(second::verify).isInstanceOf(NodeRefused.class);
    }

    @Test
    void aNodeWithoutHeartbeatsIsDeclaredDeadAndJoinsAgainWithItsRangeOfDoubt() throws SQLException {
        NodeMembership frozen = join(node("a"));
        String before = frozen.incarnation();
        passesWithoutHeartbeats(DEAD_AFTER);
        NodeMembership other = join(node("b"));
        assertThat(rows()).as("starting beside it does not decide").contains("a RUNNING 91..null");
        other.confirm();
        other.declareDead();
        update("UPDATE journal_head SET head = 95");

        assertThat(rows()).contains("a DEAD 91..90");
        frozen.verify();

        assertThat(frozen.incarnation()).isNotEqualTo(before);
        assertThat(rows()).containsExactlyInAnyOrder("a DEAD 91..90", "b RUNNING 91..null", "a RUNNING 91..null");
    }

    @Test
    void theHeartbeatDeclaresOtherNodesDead() throws SQLException {
        join(node("a"));
        NodeMembership b = join(node("b"));
        passesWithoutHeartbeats(DEAD_AFTER);
        update("UPDATE journal_head SET head = 95");
        NodeHeartbeat heartbeat = new NodeHeartbeat(b, () -> {}, Thread::new);

        for (int beat = 0; beat < 5; beat++) {
            heartbeat.beat();
            assertThat(rows())
                    .as("the database may have been unavailable: the others have time for their heartbeats")
                    .containsExactly("a RUNNING 91..null", "b RUNNING 91..null");
            nanos.addAndGet(1_000_000_000);
        }
        heartbeat.beat();

        assertThat(rows()).containsExactly("a DEAD 91..95", "b RUNNING 91..null");
        assertThat(b.heartbeatAge()).isZero();
        heartbeat.beat();
        assertThat(b.alive()).extracting(Member::node).containsExactly("b");
        heartbeat.close();
    }

    @Test
    void heartbeatDuringAChangeOfTheLogDoesNotRefuseTheNode() throws SQLException {
        NodeMembership a = join(node("a"));
        String before = a.incarnation();
        Joining joining = database.write(sql -> {
            a.stop(sql, null);
            return a.join(sql, 91);
        });

        assertThatThrownBy(a::confirm)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("another incarnation of this node has joined");
        assertThat(a.incarnation()).isEqualTo(before);
        assertThat(a.refusal()).isEmpty();

        a.accept(joining);
        a.confirm();
        assertThat(a.incarnation()).isEqualTo(joining.incarnation());
        assertThat(rows()).containsExactlyInAnyOrder("a RUNNING 91..null");
    }

    @Test
    void waitOfTheJoiningTransactionCountsAsTimeWithoutHeartbeats() throws SQLException {
        NodeMembership a = node("a");

        a.accept(database.write(sql -> {
            sql.first(row -> row.getString(1), "SELECT CAST(pg_sleep(0.1) AS VARCHAR)");
            return a.join(sql, 91);
        }));

        assertThat(a.heartbeatAge()).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void verificationReadsTheDatabaseOnlyIfTheLastHeartbeatIsOld() throws SQLException {
        NodeMembership a = join(node("a"));
        a.confirm();
        update("UPDATE journal_node SET state = 'DEAD', doubt_through = 90");
        String incarnation = a.incarnation();

        nanos.addAndGet(DEAD_AFTER.toNanos() - 1);
        a.verify();
        assertThat(a.incarnation()).isEqualTo(incarnation);
        nanos.addAndGet(1);
        a.verify();
        assertThat(a.incarnation()).isNotEqualTo(incarnation);
    }

    @Test
    void aStoppedNodeLeavesNoDoubtAndDoesNotJoinAgain() throws SQLException {
        NodeMembership a = join(node("a"));
        NodeMembership b = join(node("b"));
        a.stopping();
        database.write(sql -> {
            a.stop(sql, null);
            return null;
        });
        b.stopping();
        database.write(sql -> {
            b.stop(sql, 88L);
            return null;
        });

        a.confirm();

        assertThat(rows()).containsExactly("a STOPPED null..null", "b STOPPED 88..90");
        join(node("a"));
        assertThat(rows()).containsExactly("b STOPPED 88..90", "a RUNNING 91..null");
    }

    @Test
    void rowsOfEndedNodesAreRemovedWithTheirNotifications() throws SQLException {
        update("DELETE FROM journal_entry");
        join(node("a"));
        passesWithoutHeartbeats(DEAD_AFTER);
        update("UPDATE journal_node SET doubt_from = 80");
        join(node("a"));
        assertThat(rows()).containsExactly("a RUNNING 91..null");

        addEntry(85);
        passesWithoutHeartbeats(DEAD_AFTER);
        NodeMembership c = join(node("a"));
        assertThat(rows()).containsExactly("a DEAD 91..90", "a RUNNING 91..null");
        update("DELETE FROM journal_entry");
        c.clean();
        assertThat(rows()).containsExactly("a RUNNING 91..null");
    }

    @Test
    void rangesOfDoubtAreMergedIfThereAreMany() throws SQLException {
        for (int i = 0; i <= NodeTable.ENDED_ROWS; i++) {
            update(
                    "INSERT INTO journal_node (incarnation, node, cluster_mode, state, wire, started_at, beat_at, doubt_from,"
                            + " doubt_through) VALUES ('i" + i + "', 'x', 'POSTGRESQL', 'DEAD', 0, 0, 0, " + (10 + i)
                            + ", "
                            + (20 + i) + ")");
        }

        join(node("a"));

        assertThat(rows()).containsExactly("x DEAD 10.." + (20 + NodeTable.ENDED_ROWS), "a RUNNING 91..null");
    }

    @Test
    void theModePostgresqlNeedsPostgresql() {
        DataSource h2 = ProductDatabases.h2();
        NodeMembership node = new NodeMembership(
                new ClusterSettings(ClusterMode.POSTGRESQL, "mb", "a", 3, Duration.ofSeconds(1), DEAD_AFTER),
                h2,
                nanos::get);

        assertThatThrownBy(() -> new Connections(h2).write(sql -> node.join(sql, 1)))
                .isInstanceOfSatisfying(
                        NodeRefused.class, e -> assertThat(e.isCertain()).isTrue())
                .hasMessageContaining("marketbell.cluster.mode=postgresql needs a PostgreSQL database");
    }

    @Test
    void anEmbeddedDatabaseNeedsNoHeartbeatsAndNoWait() throws SQLException {
        DataSource h2 = ProductDatabases.h2();
        Connections embedded = new Connections(h2);
        for (int start = 0; start < 2; start++) {
            NodeMembership node = new NodeMembership(
                    new ClusterSettings(ClusterMode.SINGLE, "mb", "a", 1, Duration.ofSeconds(1), DEAD_AFTER),
                    h2,
                    nanos::get);
            node.accept(embedded.write(sql -> node.join(sql, 0)));
            nanos.addAndGet(DEAD_AFTER.toNanos());
            node.verify();
            assertThat(node.heartbeatAge()).isZero();
            assertThat(node.aliveCount()).isEqualTo(1);
        }
    }

    @Test
    void aFailedHeartbeatIsCountedAndTheNextOneSucceeds() throws SQLException {
        NodeMembership a = join(node("a"));
        a.confirm();
        NodeHeartbeat heartbeat = new NodeHeartbeat(a, () -> {}, Thread::new);
        update("ALTER TABLE journal_node RENAME TO journal_node_away");
        try {
            nanos.addAndGet(1_000_000);
            heartbeat.beat();
        } finally {
            update("ALTER TABLE journal_node_away RENAME TO journal_node");
        }
        assertThat(a.failedHeartbeats()).isEqualTo(1);
        assertThat(a.heartbeatAge()).isEqualTo(Duration.ofMillis(1));
        assertThat(a.isJoined()).isTrue();

        heartbeat.beat();

        assertThat(a.failedHeartbeats()).isEqualTo(1);
        assertThat(a.heartbeatAge()).isZero();
        heartbeat.close();
    }

    @Test
    void nodeJoinsAsSoonAsAFurtherConditionHolds() throws SQLException {
        AtomicReference<String> reason = new AtomicReference<>("another key");
        NodeMembership node = node("a");
        node.joinIf(transaction -> reason.get());

        assertThatThrownBy(() -> join(node)).isInstanceOf(NodeRefused.class).hasMessage("another key");
        assertThat(node.refusal()).isEqualTo("another key");
        assertThat(rows()).isEmpty();

        reason.set("");
        join(node);
        assertThat(node.refusal()).isEmpty();
    }

    @Test
    void nodeDoesNotJoinBesideOneWhoseSharedDataItCannotRead() throws SQLException {
        NodeMembership newer = join(node("b"));
        update("UPDATE journal_node SET wire = 9, wire_oldest = 5");
        NodeMembership older = node("a");

        assertThatThrownBy(() -> join(older)).isInstanceOf(NodeRefused.class);
        newer.confirm();

        assertThatThrownBy(() -> join(older))
                .isInstanceOfSatisfying(
                        NodeRefused.class, e -> assertThat(e.isCertain()).isTrue())
                .hasMessageContaining(
                        "is of a newer release: it reads version 5 of shared data and later, and this node"
                                + " writes 1; start a newer release on this node");
        assertThat(older.refusal()).contains("newer release");

        passesWithoutHeartbeats(DEAD_AFTER);
        join(older);
        assertThat(older.refusal()).isEmpty();
    }

    @Test
    void nodesWhoseVersionsOverlapRunTogether() throws SQLException {
        join(node("older"));
        update("UPDATE journal_node SET wire = 0, wire_oldest = 0");
        join(node("newer"));
        update("UPDATE journal_node SET wire = 7, wire_oldest = 1 WHERE node = 'newer'");

        NodeMembership own = join(node("own"));

        assertThat(own.alive()).extracting(Member::node).containsExactly("newer", "older", "own");
    }

    @Test
    void nodesAreAlsoCheckedInASchemaWithoutTheColumnsOfLaterVersions() throws SQLException {
        join(node("a", ClusterMode.SINGLE));
        update("ALTER TABLE journal_node RENAME COLUMN wire_oldest TO hidden");
        try {
            assertThatThrownBy(() -> node("b").checkBeforeMigration(transaction -> ""))
                    .isInstanceOf(NodeRefused.class)
                    .hasMessageContaining("marketbell.cluster.mode=single");
        } finally {
            update("ALTER TABLE journal_node RENAME COLUMN hidden TO wire_oldest");
        }
    }

    @Test
    void nodeIsRefusedIfItCannotUseTheSchema() {
        NodeMembership node = node("a");

        assertThatThrownBy(() -> node.checkBeforeMigration(transaction -> "too new"))
                .isInstanceOf(NodeRefused.class);

        assertThat(node.refusal()).isEqualTo("too new");
    }

    @Test
    void aNodeThatWasPausedWritesNothingUntilItKnowsWhetherItWasDeclaredDead() throws SQLException {
        NodeMembership paused = join(node("a"));
        NodeMembership other = join(node("b"));
        List<Boolean> writing = new ArrayList<>();
        NodeHeartbeat heartbeat =
                new NodeHeartbeat(paused, () -> writing.add(paused.mayWrite()), DaemonThreads.named("test-"));
        paused.onPause(() -> {
            throw new IllegalStateException("planted");
        });
        paused.onPause(() -> writing.add(paused.mayWrite()));
        heartbeat.tick();
        assertThat(paused.mayWrite()).isTrue();
        String before = paused.incarnation();

        passesWithoutHeartbeats(DEAD_AFTER.plusMillis(1));
        assertThat(paused.mayWrite()).as("the first thread that runs asks").isFalse();
        other.confirm();
        other.declareDead();
        heartbeat.tick();

        await().until(paused::mayWrite);
        assertThat(paused.incarnation()).isNotEqualTo(before);
        assertThat(writing)
                .as("the log and what is registered are checked before")
                .containsExactly(false, false);
        assertThat(paused.pauses()).isEqualTo(1);
        heartbeat.close();
    }

    @Test
    void aNodeThatIsPausedAgainDuringItsCheckWritesNothingBeforeTheNextCheck() throws SQLException {
        NodeMembership paused = join(node("a"));
        List<Boolean> writing = new CopyOnWriteArrayList<>();
        AtomicReference<NodeHeartbeat> itself = new AtomicReference<>();
        NodeHeartbeat heartbeat = new NodeHeartbeat(
                paused,
                () -> {
                    writing.add(paused.mayWrite());
                    if (writing.size() == 1) {
                        nanos.addAndGet(DEAD_AFTER.toNanos() + 1);
                        itself.get().tick();
                    }
                },
                DaemonThreads.named("test-"));
        itself.set(heartbeat);

        nanos.addAndGet(DEAD_AFTER.toNanos() + 1);
        heartbeat.tick();

        await().until(() -> writing.size() == 2 && paused.mayWrite());
        assertThat(writing).containsExactly(false, false);
        heartbeat.close();
    }

    @Test
    void aNodeThatWasPausedWritesAgainIfTheDatabaseIsUnavailable() throws SQLException {
        NodeMembership a = join(node("a"));
        NodeHeartbeat heartbeat = new NodeHeartbeat(a, () -> {}, DaemonThreads.named("test-"));
        update("ALTER TABLE journal_node RENAME TO journal_node_away");
        try {
            nanos.addAndGet(DEAD_AFTER.toNanos() + 1);
            heartbeat.tick();
            await().until(a::mayWrite);
        } finally {
            update("ALTER TABLE journal_node_away RENAME TO journal_node");
        }
        heartbeat.close();
    }

    @Test
    void anUnavailableDatabaseIsNoPause() throws SQLException {
        NodeMembership a = join(node("a"));
        NodeHeartbeat heartbeat = new NodeHeartbeat(a, () -> {}, Thread::new);
        for (int i = 0; i < 20; i++) {
            nanos.addAndGet(DEAD_AFTER.toNanos() / 10);
            heartbeat.tick();
            assertThat(a.mayWrite()).isTrue();
        }
        assertThat(a.heartbeatAge()).isGreaterThan(DEAD_AFTER);
        heartbeat.close();
    }

    @Test
    void aPausedNodeThatWasReplacedEndsItsConnectionsBeforeItWritesAgain() throws SQLException {
        NodeMembership first = join(node("s", ClusterMode.SINGLE));
        List<Boolean> writing = new ArrayList<>();
        first.onRefused(() -> writing.add(first.mayWrite()));
        NodeHeartbeat heartbeat = new NodeHeartbeat(first, () -> {}, DaemonThreads.named("test-"));
        passesWithoutHeartbeats(DEAD_AFTER.plusMillis(1));
        join(node("t", ClusterMode.SINGLE));

        heartbeat.tick();

        await().until(first::mayWrite);
        assertThat(writing).containsExactly(false);
        assertThat(first.refusal()).contains("node t");
        heartbeat.close();
    }
}
