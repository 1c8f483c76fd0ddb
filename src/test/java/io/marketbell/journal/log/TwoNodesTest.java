package io.marketbell.journal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.marketbell.database.ProductDatabases;
import io.marketbell.journal.Journal.Appended.Committed;
import io.marketbell.journal.Journal.Entry;
import io.marketbell.journal.Journal.Reset;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.notification.Notification;
import io.marketbell.testkit.clock.TestClock;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes on one PostgreSQL. The second one does not poll, so each test decides when it finds commits. */
class TwoNodesTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String RANGE = "ORDER BY 1 FETCH FIRST";

    private static DataSource source;

    private final TestClock clock = TestClock.at("2026-11-23T14:30:00Z");
    private final Orders orders = new Orders(clock);
    private final CuttableDatabase wire = new CuttableDatabase(source);
    private final List<Long> heard = new CopyOnWriteArrayList<>();
    private final List<Reset> resets = new CopyOnWriteArrayList<>();
    private JdbcJournal first;
    private JdbcJournal second;
    private long start;

    @BeforeAll
    static void database() {
        source = ProductDatabases.postgres();
    }

    @BeforeEach
    void open() {
        first = JdbcJournal.open(source, clock, JdbcStore::daemon);
        second = JdbcStore.open(wire, clock, ShippedLimits.withoutPoll());
        second.onCommitted(committed -> committed.forEach(each -> heard.add(each.offset() - start)));
        second.onReset(resets::add);
        start = first.head();
        assertThat(second.head()).isEqualTo(start);
    }

    @AfterEach
    void close() {
        wire.beforeEachStatement(sql -> {});
        wire.mend();
        second.close();
        first.close();
    }

    private Notification append(JdbcJournal to, Entry entry) {
        return ((Committed)
                        to.append(List.of(entry)).toCompletableFuture().join().get(0))
                .notification();
    }

    private void append(JdbcJournal to, int count) {
        for (int i = 0; i < count; i++) {
            append(to, orders.fill("alice"));
        }
    }

    @Test
    void headIsReadOnRequestAndEverythingUpToItIsAnnounced() {
        append(first, 3);
        assertThat(second.head()).isEqualTo(start);

        assertThat(second.headReadAfter(second.headReads())).isEqualTo(start + 3);

        assertThat(heard).containsExactly(1L, 2L, 3L);
        assertThat(second.history("alice", start, Long.MAX_VALUE, JournalFixture.ALL, 10))
                .hasSize(3);
    }

    @Test
    void requestsMadeBeforeAReadBeganShareIt() {
        append(first, 1);
        long before = second.headReads();

        for (int i = 0; i < 1_000; i++) {
            assertThat(second.headReadAfter(before)).isEqualTo(start + 1);
        }

        assertThat(second.headReads()).isEqualTo(before + 1);
    }

    @Test
    void headIsUnavailableIfItCannotBeRead() {
        append(first, 1);
        wire.cut();

        assertThatThrownBy(() -> second.headReadAfter(second.headReads())).isInstanceOf(JournalUnavailable.class);

        wire.mend();
        await().atMost(SOON).until(second::isAvailable);
        assertThat(second.headReadAfter(second.headReads())).isEqualTo(start + 1);
    }

    @Test
    void failedReadOfOthersCommitsDoesNotRejectAPublication() {
        wire.beforeEachStatement(sql -> {
            if (sql.contains(RANGE)) {
                throw new SQLException("planted", "58030");
            }
        });
        append(first, 2);

        assertThat(append(second, orders.fill("alice")).offset()).isEqualTo(start + 3);
        assertThat(append(second, orders.fill("alice")).offset()).isEqualTo(start + 4);
        assertThat(heard).isEmpty();
        assertThat(second.waitingBytes()).isPositive();
        assertThat(second.behind()).isPositive();

        wire.beforeEachStatement(sql -> {});
        await().atMost(SOON).until(() -> heard.size() == 4);
        assertThat(heard).containsExactly(1L, 2L, 3L, 4L);
        assertThat(second.waitingBytes()).isZero();
        assertThat(second.behind()).isZero();
    }

    @Test
    void slowReadOfOthersCommitsDoesNotDelayAPublication() {
        CountDownLatch slow = new CountDownLatch(1);
        wire.beforeEachStatement(sql -> {
            if (sql.contains(RANGE)) {
                try {
                    slow.await();
                } catch (InterruptedException e) {
                    throw new SQLException(e);
                }
            }
        });
        append(first, 1);

        append(second, 2);

        assertThat(heard).isEmpty();
        slow.countDown();
        await().atMost(SOON).until(() -> heard.size() == 3);
        assertThat(heard).containsExactly(1L, 2L, 3L);
    }

    @Test
    void commitsOfBothNodesAreAnnouncedInOrder() {
        List<Long> expected = new ArrayList<>();
        for (long i = 1; i <= 40; i++) {
            append(i % 3 == 0 ? second : first, 1);
            expected.add(i);
        }

        second.headReadAfter(second.headReads());
        assertThat(heard).isEqualTo(expected);
    }

    @Test
    void errorInTheFollowerIsSurvived() {
        wire.beforeEachStatement(sql -> {
            if (sql.contains(RANGE)) {
                throw new StackOverflowError("planted");
            }
        });
        append(first, 1);
        assertThatThrownBy(() -> second.headReadAfter(second.headReads())).isInstanceOf(JournalUnavailable.class);

        wire.beforeEachStatement(sql -> {});

        assertThat(second.headReadAfter(second.headReads())).isEqualTo(start + 1);
        assertThat(second.isAlive()).isTrue();
    }

    @Test
    void databaseThatLostCommitsAndWasWrittenByAnotherNodeFirstGetsOneNewEpoch() throws SQLException {
        List<Reset> resetsOfFirst = new CopyOnWriteArrayList<>();
        first.onReset(resetsOfFirst::add);
        append(first, 3);
        second.headReadAfter(second.headReads());
        String epoch = first.epoch();
        execute(
                "BEGIN",
                "DELETE FROM journal_entry WHERE log_offset > " + (start + 1),
                "UPDATE journal_head SET head_id = (SELECT id FROM journal_entry WHERE log_offset = " + (start + 1)
                        + "), head = " + (start + 1) + ", head_id_offset = " + (start + 1),
                otherEntry(start + 2),
                otherEntry(start + 3),
                otherEntry(start + 4),
                "UPDATE journal_head SET head = " + (start + 4),
                "COMMIT");

        assertThatThrownBy(() -> second.headReadAfter(second.headReads())).isInstanceOf(JournalUnavailable.class);
        await().atMost(SOON).until(() -> resets.size() == 1 && resetsOfFirst.size() == 1);
        await().atMost(SOON).until(() -> second.isAvailable() && first.isAvailable());

        assertThat(second.epoch()).isEqualTo(first.epoch()).isNotEqualTo(epoch);
        assertThat(second.headReadAfter(second.headReads())).isEqualTo(start + 4);
        assertThat(heard).containsExactly(1L, 2L, 3L, 2L, 3L, 4L);
        append(first, 1);
        append(second, 1);
        assertThat(resets).hasSize(1);
        assertThat(resetsOfFirst).hasSize(1);
    }

    @Test
    void nodeThatStopsAndWaitsForTheHeadDoesNotLockItsRow() throws Exception {
        try (Connection joining = source.getConnection();
                Statement statement = joining.createStatement()) {
            joining.setAutoCommit(false);
            statement.execute("SELECT head FROM journal_head WHERE id = 1 FOR UPDATE");
            Thread stopping = JdbcStore.daemon(second::close);
            stopping.start();
            await().atMost(SOON).until(TwoNodesTest::someoneWaitsForALock);

            // as a node does that joins under the name of the stopping one
            statement.execute("SET LOCAL lock_timeout = 500");
            assertThat(statement.executeUpdate("UPDATE journal_node SET beat_at = beat_at"))
                    .isPositive();
            joining.rollback();
            stopping.join(SOON.toMillis());
            assertThat(stopping.isAlive()).isFalse();
        }
    }

    private static boolean someoneWaitsForALock() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT 1 FROM pg_stat_activity WHERE datname ="
                        + " current_database() AND wait_event_type = 'Lock'")) {
            return found.next();
        }
    }

    private static String otherEntry(long offset) {
        return "INSERT INTO journal_entry (log_offset, id, type, priority, happened_at, accepted_at, expires_at,"
                + " recipient, publisher) VALUES (" + offset + ", 'other" + offset
                + "', 'ORDER_FILLED', 'CRITICAL', 0, 0, 4102444800000000, 'alice', 'exchange')";
    }

    private static void execute(String... statements) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }
}
