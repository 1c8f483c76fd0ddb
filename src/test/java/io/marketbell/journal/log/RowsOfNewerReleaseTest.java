package io.marketbell.journal.log;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.database.Connections;
import io.marketbell.database.DatabaseKind;
import io.marketbell.database.OnEveryDatabase;
import io.marketbell.journal.Journal.Appended.Committed;
import io.marketbell.journal.Journal.Past;
import io.marketbell.journal.Journal.Undelivered;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationJson;
import io.marketbell.notification.Priority;
import io.marketbell.testkit.clock.TestClock;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that another node of a newer release has committed, with values that this release does not know. */
@OnEveryDatabase
class RowsOfNewerReleaseTest {
    private static final long NEVER = 4102444800000000L;
    private static final long LONG_AGO = 1L;

    private final TestClock clock = TestClock.at("2026-11-23T14:30:00Z");
    private final Orders orders = new Orders(clock);
    private final List<Notification> heard = new CopyOnWriteArrayList<>();
    private final DataSource source;
    private final Connections database;
    private JdbcJournal journal;

    RowsOfNewerReleaseTest(DatabaseKind kind) {
        source = kind.empty();
        database = new Connections(source);
    }

    @BeforeEach
    void open() {
        journal = JdbcJournal.open(source, clock, JdbcStore::daemon);
        journal.onCommitted(heard::addAll);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private void commit(Object... rows) throws SQLException {
        database.write(sql -> {
            long head = sql.number("SELECT head FROM journal_head WHERE id = 1");
            for (int i = 0; i < rows.length; i += 3) {
                head++;
                sql.update(
                        "INSERT INTO journal_entry (log_offset, id, type, priority, happened_at, accepted_at, expires_at,"
                                + " recipient, publisher, body) VALUES (?, ?, ?, ?, 0, 0, ?, 'alice', 'exchange', '{\"n\":1}')",
                        head,
                        "newer" + head,
                        rows[i],
                        rows[i + 1],
                        rows[i + 2]);
            }
            return sql.update(
                    "UPDATE journal_head SET head = ?, head_id = ?, head_id_offset = ?", head, "newer" + head, head);
        });
    }

    /** An own commit makes the journal find the commits before it. */
    private void announceAll() {
        Notification own = ((Committed) journal.append(List.of(orders.fill("bob")))
                        .toCompletableFuture()
                        .join()
                        .get(0))
                .notification();
        await().atMost(10, SECONDS).until(() -> journal.head() == own.offset());
    }

    private static List<String> json(List<Notification> notifications) {
        return notifications.stream()
                .map(each -> NotificationJson.of(each, NotificationJson.Mark.FRESH))
                .toList();
    }

    @Test
    void entryOfUnknownTypeIsAnnouncedUnderItsNameAndStopsNothing() throws SQLException {
        commit("MARGIN_CALL", "HIGH", NEVER, "ORDER_FILLED", "CRITICAL", NEVER);
        announceAll();

        assertThat(json(heard).get(0)).contains("\"type\":\"MARGIN_CALL\"", "\"offset\":1,", "\"body\":{\"n\":1}");
        assertThat(heard).extracting(Notification::offset).containsExactly(1L, 2L, 3L);
        assertThat(journal.isAvailable()).isTrue();
    }

    @Test
    void entryOfUnknownPriorityMatchesEveryMinimum() throws SQLException {
        commit("ORDER_FILLED", "URGENT", NEVER);
        announceAll();

        assertThat(heard.get(0).priority()).isEqualTo(Priority.CRITICAL);
    }

    @Test
    void entryThatBreaksTheRulesOfItsTypeIsReadAsOneOfUnknownType() throws SQLException {
        commit("PRICE_UPDATE", "LOW", NEVER, "PRICE_ALERT", "HIGH", NEVER);
        announceAll();

        List<String> history = json(journal.history("alice", 0, 2, JournalFixture.ALL, 10));

        assertThat(history).hasSize(2);
        assertThat(history.get(0)).as("volatile here").contains("\"type\":\"PRICE_UPDATE\"");
        assertThat(history.get(1)).as("without an instrument").contains("\"type\":\"PRICE_ALERT\"");
    }

    @Test
    void resumeReadsEntriesAndExpiredEntriesOfUnknownTypes() throws SQLException {
        commit("MARGIN_CALL", "HIGH", LONG_AGO, "MARGIN_CALL", "HIGH", NEVER);
        announceAll();

        Past past = journal.past("alice", 0, 2, 10);

        assertThat(past.notifications()).extracting(Notification::offset).containsExactly(2L);
        assertThat(past.expired()).extracting(Notification::offset).containsExactly(1L);
        assertThat(past.through()).isEqualTo(2);
    }

    @Test
    void resumeReadsForgottenEntriesOfUnknownTypes() throws SQLException {
        database.write(sql -> sql.update(
                "INSERT INTO journal_forgotten (recipient, type, through) VALUES ('alice', 'MARGIN_CALL', 7)"));
        announceAll();

        assertThat(journal.past("alice", 0, 1, 10).forgottenThrough().values()).containsExactly(7L);
    }

    @Test
    void expiredEntryOfUnknownTypeIsReportedUnderItsName() throws SQLException {
        commit("MARGIN_CALL", "HIGH", LONG_AGO);
        announceAll();
        List<Notification> reported = new ArrayList<>();

        int deleted = journal.expire(
                clock.instant(),
                10,
                undelivered ->
                        undelivered.stream().map(Undelivered::notification).forEach(reported::add));

        assertThat(deleted).isEqualTo(1);
        assertThat(json(reported).get(0)).contains("\"type\":\"MARGIN_CALL\"");
    }

    @Test
    void entryWithoutReadableRecipientsIsSkippedAndDoesNotHideOthers() throws SQLException {
        commit("ORDER_FILLED", "CRITICAL", NEVER, "ORDER_FILLED", "CRITICAL", NEVER);
        database.write(sql -> sql.update("UPDATE journal_entry SET recipient = NULL WHERE log_offset = 1"));

        announceAll();

        assertThat(heard).extracting(Notification::offset).containsExactly(2L, 3L);
    }
}
