package io.marketbell.journal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.database.DatabaseKind;
import io.marketbell.database.OnEveryDatabase;
import io.marketbell.journal.ReadGuard;
import io.marketbell.journal.store.JournalDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class UserRowsTest {
    private final JournalDatabase database;
    private final UserRows rows;

    UserRowsTest(DatabaseKind kind) {
        database = new JournalDatabase(kind.empty(), ReadGuard.NONE, () -> {});
        rows = new UserRows(database);
    }

    private void entry(long offset, String recipient, String... several) {
        database.write(sql -> {
            sql.update(
                    "INSERT INTO journal_entry (log_offset, id, type, priority, happened_at, accepted_at, expires_at,"
                            + " recipient, publisher) VALUES (?, 'id', 'ORDER_FILLED', 'HIGH', 0, 0, 0, ?, 'p')",
                    offset,
                    recipient);
            for (int i = 0; i < several.length; i++) {
                sql.update(
                        "INSERT INTO journal_recipient (log_offset, recipient, place) VALUES (?, ?, ?)",
                        offset,
                        several[i],
                        i);
            }
            return null;
        });
    }

    private List<Long> longs(String query) {
        return database.read(sql -> sql.list(row -> row.getLong(1), query));
    }

    @Test
    void onlyTheNotificationsOfTheUserAreDeleted() {
        entry(1, "alice");
        entry(2, "bob");
        entry(3, "");
        entry(4, null, "alice", "bob");
        entry(5, null, "alice");

        assertThat(rows.eraseNotifications("alice")).isEqualTo(3);
        assertThat(longs("SELECT log_offset FROM journal_entry ORDER BY log_offset"))
                .containsExactly(2L, 3L, 4L);
        assertThat(database.<List<String>>read(
                        sql -> sql.list(row -> row.getString(1), "SELECT recipient FROM journal_recipient")))
                .containsExactly("bob");
        assertThat(rows.eraseNotifications("alice")).isZero();
    }

    @Test
    void moreNotificationsThanOneBatchAreDeleted() {
        LongStream.rangeClosed(1, 1_001).forEach(offset -> entry(offset, "alice"));

        assertThat(rows.eraseNotifications("alice")).isEqualTo(1_001);
        assertThat(longs("SELECT COUNT(*) FROM journal_entry")).containsExactly(0L);
    }

    @Test
    void notificationsForEveryoneCannotBeErased() {
        entry(1, "");

        assertThatThrownBy(() -> rows.eraseNotifications("")).isInstanceOf(IllegalArgumentException.class);
        assertThat(longs("SELECT log_offset FROM journal_entry")).containsExactly(1L);
    }

    @Test
    void progressAndExpiredNotificationsAreDeleted() {
        database.write(sql -> {
            for (String user : List.of("alice", "bob")) {
                sql.update(
                        "INSERT INTO journal_reader (reader, acknowledged, highest_written, expired_through)"
                                + " VALUES (?, 7, 9, 0)",
                        user);
                sql.update("INSERT INTO journal_forgotten (recipient, type, through) VALUES (?, 'T', 1)", user);
                sql.update(
                        "INSERT INTO journal_expired (log_offset, recipient, type, priority, expires_at)"
                                + " VALUES (1, ?, 'T', 'P', 0)",
                        user);
            }
            return null;
        });

        assertThat(rows.eraseProgress("alice")).isEqualTo(3);
        for (String query : List.of(
                "SELECT reader FROM journal_reader",
                "SELECT recipient FROM journal_forgotten",
                "SELECT recipient FROM journal_expired")) {
            assertThat(database.<List<String>>read(sql -> sql.list(row -> row.getString(1), query)))
                    .containsExactly("bob");
        }
    }

    @Test
    void deliveriesToOthersInTheSameRowStay() {
        String other = "bob";
        short bucket = DeliveryPage.bucketOf("alice");
        DeliveryPage page = new DeliveryPage(0);
        long[][] facts = {{1, 2}, {1}, {3}, {}};
        page.add("alice", facts);
        page.add(other, facts);
        database.write(sql -> {
            new LedgerTables(sql).addDeliveries(Map.of(bucket, Map.of(0L, page)));
            return null;
        });

        assertThat(rows.eraseDeliveries("alice")).isEqualTo(1);
        List<String> found = new ArrayList<>();
        database.read(sql -> {
            sql.each(
                    row -> DeliveryPage.read(
                            row.getBytes(1), 0, user -> true, (user, offset, fact) -> found.add(user + offset)),
                    "SELECT deliveries FROM journal_delivery");
            return null;
        });
        assertThat(found).contains("bob1", "bob2", "bob3").noneMatch(fact -> fact.startsWith("alice"));
        assertThat(rows.eraseDeliveries("alice")).isZero();
    }
}
