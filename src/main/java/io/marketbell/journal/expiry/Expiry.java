package io.marketbell.journal.expiry;

import io.marketbell.database.Sql;
import io.marketbell.journal.Journal.Undelivered;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.ledger.JdbcLedger;
import io.marketbell.journal.store.JournalDatabase;
import io.marketbell.journal.store.LogContinuity;
import io.marketbell.journal.store.LogState;
import io.marketbell.notification.Notification;
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
        if (!foundIn.equals(state.epoch())) {
            reported.clear();
        }
        if (reported.isEmpty()) {
            foundIn = state.epoch();
            List<Notification> due = database.read(sql -> new DueEntries(sql).oldest(now, limit, budget.rows()));
            report(due, report);
            reported.addAll(due);
        }
        int deleted = deleteReported();
        orphans.delete(now, limit);
        expiredEntries.trim(now);
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
                database.write(sql -> delete(sql, some));
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

    private Void delete(Sql sql, List<Notification> expired) throws SQLException {
        continuity.demand(sql, foundIn);
        List<Long> offsets = expired.stream().map(Notification::offset).toList();
        expiredEntries.add(sql, offsets);
        sql.update("DELETE FROM journal_recipient WHERE log_offset = ANY(?)", offsets);
        sql.update("DELETE FROM journal_entry WHERE log_offset = ANY(?)", offsets);
        return null;
    }
}
