package io.marketbell.journal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.journal.Journal;
import io.marketbell.journal.Ledger;
import io.marketbell.journal.Ledger.Standing;
import io.marketbell.journal.Ledger.State;
import io.marketbell.journal.ledger.DeliveryPage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of the ledger's cleanup: what is deleted and what is kept. */
abstract class LedgerCleanupContractTest extends JournalFixture {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private long query(String sql) {
        try (var connection = ((JdbcStore) store).wire().getConnection();
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                if (!connection.getAutoCommit()) {
                    connection.commit();
                }
                return statement.getUpdateCount();
            }
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private long rowsOn(long page) {
        return query("SELECT COUNT(*) FROM journal_delivery WHERE page = " + page);
    }

    /** Sets the head as if this many notifications had been appended. */
    private void headTo(long page) {
        query("UPDATE journal_head SET head = " + (DeliveryPage.firstOffset(page) + 9));
        journal.headReadAfter(journal.headReads());
    }

    /** Runs a complete cleanup; each call does a part. */
    private void sweep() {
        for (int part = 0; part < 4; part++) {
            journal.expire(clock.instant(), 1_000, undelivered -> {});
        }
    }

    private long deliver(Journal.Entry entry, String... users) {
        long offset = offsetOf(entry);
        for (String user : users) {
            ledger.written(user, new long[] {offset});
            ledger.sent(user, new long[] {offset});
        }
        ledger.flush();
        return offset;
    }

    @Test
    void longLivedNotificationDoesNotRetainDeliveriesOfLaterPages() {
        deliver(orders.living(Duration.ofDays(30), "alice"), "alice");
        for (long page = 1; page <= 3; page++) {
            headTo(page);
            deliver(orders.living(MINUTE, "alice", "bob"), "alice", "bob");
        }
        headTo(4);
        deliver(orders.living(Duration.ofDays(1), "alice"), "alice");
        assertThat(rowsOn(2)).isPositive();

        clock.advance(MINUTE);
        sweep();

        assertThat(List.of(rowsOn(1), rowsOn(2), rowsOn(3))).containsOnly(0L);
        assertThat(List.of(rowsOn(0), rowsOn(4))).containsOnly(1L);
    }

    @Test
    void rowsOfACompletePageAreMergedWithoutExpiredDeliveries() {
        long kept = deliver(orders.living(Duration.ofDays(7), "alice"), "alice");
        long written = offsetOf(orders.living(Duration.ofDays(7), "alice"));
        ledger.written("alice", new long[] {written});
        for (int i = 0; i < 5; i++) {
            deliver(orders.living(MINUTE, "alice"), "alice");
        }
        ledger.acknowledge("alice", kept);
        headTo(1);
        offsetOf(orders.fill("bob"));
        assertThat(rowsOn(0)).isGreaterThan(5);

        clock.advance(MINUTE);
        sweep();

        assertThat(rowsOn(0)).isEqualTo(1);
        assertThat(ledger.states(kept, List.of("alice"))).containsEntry("alice", State.ACKED);
        assertThat(ledger.states(written, List.of("alice"))).containsEntry("alice", State.QUEUED);
        assertThat(ledger.mayHaveReached("alice", 0)).accepts(kept, written).rejects(written + 1, written + 5);
    }

    @Test
    void deliveryAfterTheMergeOfItsPageIsKept() {
        long offset = deliver(orders.living(Duration.ofDays(7), "alice"), "alice");
        headTo(1);
        offsetOf(orders.fill("bob"));
        sweep();

        ledger.acknowledge("alice", offset);
        ledger.written("alice", new long[] {offset});
        ledger.flush();
        sweep();

        assertThat(ledger.states(offset, List.of("alice"))).containsEntry("alice", State.ACKED);
        assertThat(rowsOn(0)).isEqualTo(2);
    }

    @Test
    void progressOfInactiveUsersIsDeleted() {
        for (String user : List.of("alice", "bob", "carol")) {
            ledger.acknowledge(user, deliver(orders.living(MINUTE, user), user));
        }
        ledger.flush();
        deliver(orders.living(Duration.ofDays(60), "carol", "dave"));
        clock.advance(Duration.ofDays(20));
        ledger.acknowledge("bob", deliver(orders.living(MINUTE, "bob"), "bob"));
        ledger.flush();

        clock.advance(Duration.ofDays(11));
        sweep();
        reopenCleanly();

        assertThat(ledger.standing("alice")).isEqualTo(new Standing(0, 0));
        assertThat(ledger.standing("bob").acknowledged()).isPositive();
        assertThat(ledger.standing("carol").acknowledged()).isPositive();
        clock.advance(Duration.ofDays(60));
        sweep();
        assertThat(query("SELECT COUNT(*) FROM journal_reader")).isZero();
    }

    @Test
    void acknowledgementOfAnUnexpiredBroadcastIsKept() {
        long notice = deliver(orders.noticeLiving(Duration.ofDays(365)), "alice");
        ledger.acknowledge("alice", notice);
        ledger.flush();

        clock.advance(Duration.ofDays(90));
        sweep();

        assertThat(ledger.reach(notice)).isEqualTo(new Ledger.Reach(1, 1));
        reopenCleanly();
        assertThat(ledger.reach(notice)).isEqualTo(new Ledger.Reach(1, 1));
    }

    /** A user who returns starts anew; other users are not affected. */
    @Test
    void deletedUserMayReturn() {
        ledger.acknowledge("alice", deliver(orders.living(MINUTE, "alice"), "alice"));
        ledger.flush();
        clock.advance(Duration.ofDays(31));
        sweep();
        assertThat(query("SELECT COUNT(*) FROM journal_reader")).isZero();
        reopenCleanly();

        long next = deliver(orders.fill("alice"), "alice");
        ledger.acknowledge("alice", next);
        reopenCleanly();

        assertThat(ledger.standing("alice")).isEqualTo(new Standing(next, next));
    }
}
