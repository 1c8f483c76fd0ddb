package io.marketbell.journal.expiry;

import io.marketbell.journal.Journal.Undelivered;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.ledger.JdbcLedger;
import io.marketbell.journal.store.JournalDatabase;
import io.marketbell.journal.store.LogContinuity;
import io.marketbell.journal.store.LogState;
import io.marketbell.journal.store.Microseconds;
import io.marketbell.notification.Notification;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Removes expired notifications from the log. Every transaction changes a bounded number of rows, and transactions that
 * delete do not lock the head, so that publishers do not wait. Reported notifications are remembered until they are
 * deleted: a failed deletion is retried without a second report.
 */
public final class Expiry {
    /** The number of rows that take about a quarter of a second. */
    public static final int MOST_ROWS = 5_000;

    private final JournalDatabase database;
    private final JdbcLedger ledger;
    private final OrphanCleanup orphans;
    private final LogState state;
    private final LogContinuity continuity;
    private final RowBudget budget = new RowBudget(MOST_ROWS);
    private final ExpiredEntries expiredEntries;

    /** Reported and not deleted yet; at most the result of one search. */
    private final Deque<Notification> reported = new ArrayDeque<>();

    /** The epoch of the log in which they were found. */
    private String foundIn = "";

    /** @param expiredRows the maximum number of expired summaries kept for resumes */
    public Expiry(JournalDatabase database, LogState state, JdbcLedger ledger, int expiredRows) {
        this.database = database;
        this.expiredEntries = new ExpiredEntries(database, expiredRows);
        this.state = state;
        this.continuity = new LogContinuity(state);
        this.ledger = ledger;
        this.orphans = new OrphanCleanup(database);
    }

    public synchronized int expire(Instant now, int limit, Consumer<List<Undelivered>> report) {
        long micros = Microseconds.of(now);
        if (!foundIn.equals(state.epoch())) {
            reported.clear();
        }
        if (reported.isEmpty()) {
            foundIn = state.epoch();
            List<Notification> due =
                    database.read(connection -> new DueEntries(connection).oldest(micros, limit, budget.rows()));
            report(due, report);
            reported.addAll(due);
        }
        int deleted = deleteReported();
        orphans.delete(micros, limit);
        expiredEntries.trim();
        return deleted;
    }

    private void report(List<Notification> due, Consumer<List<Undelivered>> report) {
        Map<Long, List<String>> unsent = ledger.unsent(due);
        List<Undelivered> undelivered = new ArrayList<>();
        for (Notification notification : due) {
            unsent.get(notification.offset())
                    .forEach(recipient -> undelivered.add(new Undelivered(notification, recipient)));
        }
        if (!undelivered.isEmpty()) {
            report.accept(undelivered);
        }
    }

    private int deleteReported() {
        int deleted = 0;
        while (!reported.isEmpty()) {
            List<Notification> some = nextToDelete();
            try {
                database.write(connection -> delete(connection, some));
            } catch (JournalUnavailable e) {
                budget.failed();
                throw e;
            }
            budget.succeeded();
            some.forEach(gone -> reported.removeFirst());
            deleted += some.size();
        }
        return deleted;
    }

    private List<Notification> nextToDelete() {
        List<Notification> some = new ArrayList<>();
        int rows = 0;
        for (Notification notification : reported) {
            rows += DueEntries.rows(notification);
            if (rows > budget.rows() && !some.isEmpty()) {
                break;
            }
            some.add(notification);
        }
        return some;
    }

    private Void delete(Connection connection, List<Notification> expired) throws SQLException {
        continuity.demand(connection, foundIn);
        Object[] offsets = new Object[expired.size()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = expired.get(i).offset();
        }
        expiredEntries.add(connection, offsets);
        for (String table : List.of("journal_recipient", "journal_entry")) {
            try (PreparedStatement delete =
                    JournalDatabase.prepare(connection, "DELETE FROM " + table + " WHERE log_offset = ANY(?)")) {
                delete.setArray(1, connection.createArrayOf("bigint", offsets));
                delete.executeUpdate();
            }
        }
        return null;
    }
}
