package io.marketbell.journal.log;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.marketbell.database.Database;
import io.marketbell.database.LockLimits;
import io.marketbell.database.ProductDatabases;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.ReadGuard;
import io.marketbell.journal.log.AppendQueue.Call;
import io.marketbell.journal.store.Doubts;
import io.marketbell.journal.store.HeadTable;
import io.marketbell.journal.store.JournalDatabase;
import io.marketbell.journal.store.LogContinuity;
import io.marketbell.journal.store.LogState;
import io.marketbell.testkit.clock.TestClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commits while another node holds the head of the log on PostgreSQL. */
class GroupCommitTest {
    private static final LockLimits SHORT = new LockLimits(Duration.ofMillis(20), Duration.ofSeconds(2));

    private final TestClock clock = TestClock.at("2026-11-23T14:30:00Z");
    private final Orders orders = new Orders(clock);
    private final DataSource source = ProductDatabases.postgres();
    private final CuttableDatabase wire = new CuttableDatabase(source);
    private final LogState state = new LogState(clock);
    private final Semaphore attempts = new Semaphore(0);
    private final Call call = new Call(List.of(orders.fill("alice")));
    private GroupCommit commits;
    private LogWriter writer;
    private Connection other;

    @BeforeEach
    void holdTheHead() throws SQLException {
        HeadTable.HeadRow head = Database.over(source).write(sql -> HeadTable.start(sql, Optional.empty()));
        state.opened(head.epoch(), Doubts.NONE);
        commits = new GroupCommit(
                new JournalDatabase(wire, ReadGuard.NONE, () -> {}),
                new CommitNotifier(state, new OwnCommits(OwnCommits.LARGEST), () -> true),
                Runnable::run,
                group -> {},
                () -> {});
        Connection connection = wire.getConnection();
        connection.setAutoCommit(false);
        wire.beforeEachRollback(attempts::release);
        writer = new LogWriter(connection, clock, false, SHORT, state, new LogContinuity(state));
        other = source.getConnection();
        other.setAutoCommit(false);
        try (Statement statement = other.createStatement()) {
            statement.execute("SELECT head FROM journal_head FOR UPDATE");
        }
    }

    @AfterEach
    void close() throws SQLException {
        other.close();
        writer.close();
    }

    private CompletableFuture<Void> commit() {
        return CompletableFuture.runAsync(() -> {
            try {
                commits.commit(writer, List.of(call));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void commitIsRetriedUntilTheHeadIsFree() throws Exception {
        CompletableFuture<Void> done = commit();
        assertThat(attempts.tryAcquire(3, 10, SECONDS)).isTrue();
        assertThat(call.answer()).isNotDone();

        other.rollback();

        assertThat(done).succeedsWithin(Duration.ofSeconds(10));
        assertThat(call.answer()).isCompleted();
        assertThat(state.head()).isEqualTo(1);
    }

    @Test
    void commitIsNotRetriedAfterItsCallersWereRejected() throws Exception {
        CompletableFuture<Void> done = commit();
        assertThat(attempts.tryAcquire(10, SECONDS)).isTrue();

        AppendQueue.reject(List.of(call), new JournalUnavailable("planted", null));

        assertThat(done).failsWithin(Duration.ofSeconds(10));
        other.rollback();
        assertThat(state.head()).isZero();
    }

    @Test
    void killedSessionLeavesNothingHalfWritten() throws Exception {
        other.rollback();
        wire.beforeEachCommit(() -> {
            try (Statement kill = other.createStatement()) {
                kill.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE state = 'idle in transaction' AND datname = current_database()");
            }
        });

        assertThatThrownBy(() -> commits.commit(writer, List.of(call))).isInstanceOf(SQLException.class);

        assertThat(call.answer()).isNotDone();
        other.rollback();
        try (Statement count = other.createStatement()) {
            assertThat(count.executeQuery("SELECT 1 FROM journal_entry").next()).isFalse();
        }
        await().until(() -> state.head() == 0);
    }
}
