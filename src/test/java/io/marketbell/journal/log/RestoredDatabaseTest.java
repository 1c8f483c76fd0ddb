package io.marketbell.journal.log;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.database.DatabaseKind;
import io.marketbell.database.OnEveryDatabase;
import io.marketbell.journal.Journal.Appended.Committed;
import io.marketbell.journal.Journal.Entry;
import io.marketbell.journal.Journal.Reset;
import io.marketbell.journal.Ledger;
import io.marketbell.journal.ReadGuard;
import io.marketbell.testkit.clock.TestClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database is restored, or loses commits in a failover, while the node runs or between two runs. */
@OnEveryDatabase
class RestoredDatabaseTest {
    @TempDir
    private Path directory;

    private final TestClock clock = TestClock.at("2026-11-23T14:30:00Z");
    private final Orders orders = new Orders(clock);
    private final DataSource source;
    private final String emptying;
    private final CuttableDatabase wire;
    private final List<Reset> resets = new CopyOnWriteArrayList<>();
    private final List<Long> heard = new CopyOnWriteArrayList<>();
    private JdbcJournal journal;
    private Ledger ledger;
    private String epoch;

    RestoredDatabaseTest(DatabaseKind database) {
        this.source = database.empty();
        this.emptying =
                database == DatabaseKind.H2 ? "DROP ALL OBJECTS" : "DROP SCHEMA public CASCADE; CREATE SCHEMA public";
        this.wire = new CuttableDatabase(source);
    }

    @BeforeEach
    void open() {
        journal = JdbcJournal.open(
                wire,
                clock,
                JdbcStore::daemon,
                Runnable::run,
                ReadGuard.NONE,
                JournalLimits.DEFAULT,
                directory.resolve("journal.position"));
        ledger = journal.ledger();
        epoch = journal.epoch();
        journal.onReset(resets::add);
        journal.onCommitted(committed -> committed.forEach(each -> heard.add(each.offset())));
    }

    @AfterEach
    void close() {
        wire.mend();
        journal.close();
    }

    private static long append(JdbcJournal to, Entry entry) {
        return ((Committed)
                        to.append(List.of(entry)).toCompletableFuture().join().get(0))
                .notification()
                .offset();
    }

    private void fill(int count) {
        for (int i = 0; i < count; i++) {
            append(journal, orders.fill("alice"));
        }
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private void restore(long head) throws SQLException {
        execute(
                "DELETE FROM journal_entry WHERE log_offset > " + head,
                "DELETE FROM journal_key WHERE log_offset > " + head,
                "DELETE FROM journal_reader",
                "DELETE FROM journal_delivery",
                "UPDATE journal_head SET head = " + head);
    }

    /** Appends as another node that reached the restored database first. */
    private void appendAsAnotherNode(int count) {
        JdbcJournal other = JdbcJournal.open(source, clock, JdbcStore::daemon);
        for (int i = 0; i < count; i++) {
            append(other, orders.fill("alice"));
        }
        other.close();
    }

    /** Appends as another node, and deletes the notifications after they have expired. */
    private void appendAndExpireAsAnotherNode(int count) {
        JdbcJournal other = JdbcJournal.open(source, clock, JdbcStore::daemon);
        for (int i = 0; i < count; i++) {
            append(other, orders.living(Duration.ofMinutes(1), "alice"));
        }
        clock.advance(Duration.ofMinutes(1));
        other.expire(clock.instant(), 10, undelivered -> {});
        other.close();
    }

    private void awaitReset() {
        await().atMost(10, SECONDS).until(() -> resets.size() == 1 && journal.isAvailable());
    }

    @Test
    void lostCommitsCreateANewEpoch() throws SQLException {
        fill(3);
        wire.cut();
        restore(1);
        wire.mend();

        awaitReset();
        assertThat(journal.epoch()).isNotEqualTo(epoch);
        assertThat(resets).containsExactly(new Reset(epoch, 3, journal.epoch(), 1));
        assertThat(journal.head()).isEqualTo(1);
        assertThat(append(journal, orders.fill("alice"))).isEqualTo(2);
        assertThat(heard).containsExactly(1L, 2L, 3L, 2L);
    }

    @Test
    void newEpochSurvivesARestart() throws SQLException {
        fill(2);
        wire.cut();
        restore(1);
        wire.mend();
        awaitReset();
        String renamed = journal.epoch();
        journal.close();

        open();
        assertThat(epoch).isEqualTo(renamed);
    }

    @Test
    void restoreIsDetectedIfNewCommitsHavePassedTheOldHead() throws SQLException {
        fill(3);
        wire.cut();
        restore(1);
        appendAsAnotherNode(4);
        wire.mend();

        awaitReset();
        assertThat(resets.get(0).head()).isEqualTo(5);
        assertThat(journal.epoch()).isNotEqualTo(epoch);
        await().atMost(10, SECONDS).until(() -> heard.equals(List.of(1L, 2L, 3L, 2L, 3L, 4L, 5L)));
    }

    @Test
    void restoreIsDetectedIfTheHeadIsTheSame() throws SQLException {
        fill(3);
        wire.cut();
        restore(1);
        appendAsAnotherNode(2);
        wire.mend();

        awaitReset();
        await().atMost(10, SECONDS).until(() -> heard.equals(List.of(1L, 2L, 3L, 2L, 3L)));
        assertThat(journal.head()).isEqualTo(3);
    }

    @Test
    void restoreIsDetectedAtTheHeadAlthoughItsNotificationHasExpired() throws SQLException {
        fill(2);
        append(journal, orders.living(Duration.ofMinutes(1), "alice"));
        wire.cut();
        restore(1);
        appendAndExpireAsAnotherNode(2);
        wire.mend();

        awaitReset();
        assertThat(journal.epoch()).isNotEqualTo(epoch);
    }

    @Test
    void restoreIsDetectedBelowTheHeadAlthoughTheNotificationsThereHaveExpired() throws SQLException {
        fill(3);
        wire.cut();
        restore(1);
        appendAndExpireAsAnotherNode(2);
        appendAsAnotherNode(1);
        wire.mend();

        awaitReset();
        assertThat(resets.get(0).head()).isEqualTo(4);
        await().atMost(10, SECONDS).until(() -> heard.equals(List.of(1L, 2L, 3L, 4L)));
    }

    @Test
    void restoreIsDetectedAfterARestartWithoutCommits() throws SQLException {
        fill(3);
        journal.close();
        open();
        wire.cut();
        restore(1);
        appendAsAnotherNode(2);
        wire.mend();

        awaitReset();
        assertThat(journal.epoch()).isNotEqualTo(epoch);
    }

    @Test
    void commitOfThePreviousReleaseIsNotMistakenForARestoredDatabase() throws SQLException {
        fill(2);
        execute(
                "INSERT INTO journal_entry (log_offset, id, type, priority, happened_at, accepted_at, expires_at,"
                        + " recipient, publisher) VALUES (3, '01PREVIOUS', 'ORDER_FILLED', 'CRITICAL', 0, 0,"
                        + " 4102444800000000, 'alice', 'exchange')",
                "UPDATE journal_head SET head = 3");

        await().atMost(10, SECONDS).until(() -> heard.equals(List.of(1L, 2L, 3L)));
        wire.cut();
        assertThat(journal.append(List.of(orders.fill("alice"))).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10));
        wire.mend();

        await().atMost(10, SECONDS).until(journal::isAvailable);
        assertThat(append(journal, orders.fill("alice"))).isEqualTo(4);
        assertThat(resets).isEmpty();
    }

    @Test
    void restoreIsDetectedWithoutALostConnection() throws SQLException {
        fill(3);
        restore(2);

        awaitReset();
        assertThat(append(journal, orders.fill("alice"))).isEqualTo(3);
    }

    @Test
    void ledgerDiscardsTheStateOfTheOldLog() throws SQLException {
        fill(3);
        ledger.written("alice", new long[] {1, 2, 3});
        ledger.sent("alice", new long[] {1, 2, 3});
        ledger.acknowledge("alice", 3);
        wire.cut();
        restore(0);
        wire.mend();
        awaitReset();
        fill(3);

        assertThat(ledger.states(3, List.of("alice"))).containsValue(Ledger.State.QUEUED);
        assertThat(ledger.standing("alice").acknowledged()).isZero();
        ledger.flush();
        journal.close();
        open();
        assertThat(ledger.standing("alice").acknowledged()).isZero();
    }

    @Test
    void remainingNotificationsMayHaveBeenSentRegardlessOfTheRestoredLedger() throws SQLException {
        fill(3);
        wire.cut();
        restore(2);
        wire.mend();
        awaitReset();
        fill(1);

        assertThat(ledger.mayHaveReached("alice", 0)).accepts(1L, 2L).rejects(3L);
    }

    @Test
    void oneNodeChangesTheEpochAndTheOthersFollow() throws SQLException {
        List<Reset> others = new CopyOnWriteArrayList<>();
        JdbcJournal second = JdbcJournal.open(wire, clock, JdbcStore::daemon);
        second.onReset(others::add);
        fill(3);
        await().atMost(10, SECONDS).until(() -> second.head() == 3);
        wire.cut();
        restore(1);
        wire.mend();

        awaitReset();
        await().atMost(10, SECONDS).until(() -> others.size() == 1 && second.isAvailable());
        assertThat(second.epoch()).isEqualTo(journal.epoch());
        second.close();
    }

    @Test
    void emptiedDatabaseIsMigratedAgainAndStartsANewLog() throws SQLException {
        fill(2);
        wire.cut();
        execute(emptying.split("; "));
        wire.mend();

        await().atMost(30, SECONDS).until(() -> resets.size() == 1 && journal.isAvailable());
        assertThat(journal.head()).isZero();
        assertThat(append(journal, orders.fill("alice"))).isEqualTo(1);
    }

    @Test
    void databaseAfterAnOutageIsTheSameLogEvenIfItsHeadHasExpired() {
        append(journal, orders.living(Duration.ofMinutes(1), "alice"));
        clock.advance(Duration.ofMinutes(1));
        journal.expire(clock.instant(), 10, undelivered -> {});
        wire.cut();
        assertThat(journal.append(List.of(orders.fill("alice"))).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10));
        wire.mend();

        await().atMost(10, SECONDS).until(journal::isAvailable);
        assertThat(journal.epoch()).isEqualTo(epoch);
        assertThat(resets).isEmpty();
    }

    @Test
    void wholeLogIsNotReadIfNothingWasAnnounced() throws SQLException {
        fill(3);
        journal.close();
        open();
        wire.cut();
        restore(1);
        wire.mend();

        awaitReset();
        assertThat(wire.prepared()).noneMatch(sql -> sql.startsWith("SELECT log_offset, id FROM journal_entry"));
        assertThat(append(journal, orders.fill("alice"))).isEqualTo(2);
    }

    @Test
    void restoreIsDetectedAtTheStartIfNoNodeRan() throws SQLException {
        fill(3);
        journal.close();
        restore(2);
        String before = epoch;

        open();

        assertThat(epoch).isNotEqualTo(before);
        assertThat(ledger.mayHaveReached("alice", 0)).accepts(2L).rejects(3L);
        String renamed = epoch;
        journal.close();
        open();
        assertThat(epoch).isEqualTo(renamed);
    }

    @Test
    void restoreIsDetectedAtTheStartIfAnotherNodeHasPassedTheOldHead() throws SQLException {
        fill(3);
        journal.close();
        restore(1);
        appendAsAnotherNode(4);
        String before = epoch;

        open();

        assertThat(epoch).isNotEqualTo(before);
    }

    @Test
    void logThatHasGrownWhileThisNodeWasStoppedIsTheSame() {
        append(journal, orders.living(Duration.ofMinutes(1), "alice"));
        journal.close();
        appendAsAnotherNode(2);
        String before = epoch;

        open();

        assertThat(epoch).isEqualTo(before);
        assertThat(ledger.mayHaveReached("alice", 0)).rejects(1L);
    }
}
