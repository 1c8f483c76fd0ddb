package io.marketbell.journal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.marketbell.database.DatabaseKind;
import io.marketbell.database.OnEveryDatabase;
import io.marketbell.journal.Journal.Entry;
import io.marketbell.journal.Journal.Undelivered;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.expiry.Expiry;
import io.marketbell.testkit.clock.TestClock;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The transactions that delete expired notifications are small, do not lock the head, and are repeatable. */
@OnEveryDatabase
class ExpiryTransactionsTest {
    private static final String[] THOUSAND =
            IntStream.range(0, 1_000).mapToObj(user -> "user-" + user).toArray(String[]::new);

    private final TestClock clock = TestClock.at("2026-11-23T14:30:00Z");
    private final Orders orders = new Orders(clock);
    private final DataSource source;
    private final CuttableDatabase wire;
    private final JdbcJournal journal;
    private final Thread sweeper = Thread.currentThread();

    ExpiryTransactionsTest(DatabaseKind database) {
        this.source = database.empty();
        this.wire = new CuttableDatabase(source);
        this.journal = JdbcJournal.open(wire, clock, JdbcStore::daemon);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private void append(Entry... entries) {
        journal.append(List.of(entries)).toCompletableFuture().join();
    }

    private int expire(List<Undelivered> report) {
        return journal.expire(clock.instant(), 1_000, report::addAll);
    }

    @Test
    void callDeletesABoundedNumberOfRows() {
        for (int i = 0; i < 6; i++) {
            append(orders.living(Duration.ofMinutes(1), THOUSAND));
        }
        clock.advance(Duration.ofMinutes(1));
        List<Undelivered> all = new ArrayList<>();
        int deleted;
        do {
            List<Undelivered> some = new ArrayList<>();
            deleted = expire(some);
            assertThat(some).hasSizeLessThanOrEqualTo(Expiry.MOST_ROWS / 2);
            all.addAll(some);
        } while (deleted > 0);

        assertThat(all).hasSize(6_000).doesNotHaveDuplicates();
        assertThat(journal.history("user-7", 0, 100, JournalFixture.ALL, 10)).isEmpty();
    }

    @Test
    void publishersDoNotWaitForTheDeletion() {
        append(orders.living(Duration.ofMinutes(1), "alice", "bob"), orders.noticeLiving(Duration.ofMinutes(1)));
        clock.advance(Duration.ofMinutes(1));
        List<String> lockedTogether = new ArrayList<>();
        wire.beforeEachCommit(() -> {
            if (Thread.currentThread() == sweeper && isLocked("journal_entry") && isLocked("journal_head")) {
                lockedTogether.add("the head, with what is deleted");
            }
        });

        assertThat(expire(new ArrayList<>())).isEqualTo(2);

        assertThat(lockedTogether).isEmpty();
        assertThat(journal.past("carol", 0, 2, 10).expired()).hasSize(1);
    }

    private boolean isLocked(String table) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT * FROM " + table + " FOR UPDATE SKIP LOCKED")) {
                return !row.next();
            } finally {
                connection.rollback();
            }
        }
    }

    @Test
    void failedDeletionIsRetriedWithoutASecondReport() {
        append(orders.living(Duration.ofMinutes(1), "alice"), orders.living(Duration.ofMinutes(1), "bob"));
        clock.advance(Duration.ofMinutes(1));
        List<Undelivered> reported = new ArrayList<>();
        wire.beforeEachCommit(() -> {
            if (Thread.currentThread() == sweeper) {
                throw new SQLException("canceled for taking too long", "57014");
            }
        });
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> expire(reported)).isInstanceOf(JournalUnavailable.class);
        }
        wire.beforeEachCommit(() -> {});
        await().until(journal::isAvailable);

        assertThat(expire(reported)).isEqualTo(2);
        assertThat(expire(reported)).isZero();

        assertThat(reported).extracting(Undelivered::recipient).containsExactly("alice", "bob");
    }
}
