package io.marketbell.journal;

import io.marketbell.journal.Journal.Undelivered;
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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Removes expired notifications from the log. Every transaction changes a bounded number of rows and none that deletes
 * locks the head, so that publishers do not wait. What was reported is remembered until it is deleted: where a deletion
 * fails, it is tried again without a second report.
 */
final class Expiry {
    /** About a quarter of a second's work. */
    static final int MOST_ROWS = 5_000;

    private final Database database;
    private final JdbcLedger ledger;
    private final Leftovers leftovers;
    private final RowBudget budget = new RowBudget(MOST_ROWS);

    /** Reported and not yet deleted; at most as much as one search finds. */
    private final Deque<Notification> reported = new ArrayDeque<>();

    Expiry(Database database, JdbcLedger ledger) {
        this.database = database;
        this.ledger = ledger;
        this.leftovers = new Leftovers(database);
    }

    synchronized int expire(Instant now, int limit, Consumer<List<Undelivered>> report) {
        long micros = Micros.of(now);
        if (reported.isEmpty()) {
            List<Notification> due =
                    database.read(connection -> new DueEntries(connection).oldest(micros, limit, budget.rows()));
            report(due, report);
            reported.addAll(due);
        }
        int deleted = deleteReported();
        leftovers.delete(micros, limit);
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
        rememberWhatWasForEveryone();
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

    /** In a transaction of its own, and first: readers must be able to see that something expired once it is gone. */
    private void rememberWhatWasForEveryone() {
        long forEveryone = reported.stream()
                .filter(Notification::isForEveryone)
                .mapToLong(Notification::offset)
                .max()
                .orElse(0);
        if (forEveryone > 0) {
            database.write(connection -> {
                HeadTable.everyoneExpiredThrough(connection, forEveryone);
                return null;
            });
        }
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

    private static Void delete(Connection connection, List<Notification> expired) throws SQLException {
        SortedMap<String, Long> byReader = new TreeMap<>();
        Object[] offsets = new Object[expired.size()];
        for (int i = 0; i < offsets.length; i++) {
            long offset = expired.get(i).offset();
            offsets[i] = offset;
            expired.get(i).recipients().forEach(reader -> byReader.merge(reader, offset, Math::max));
        }
        new LedgerTables(connection).saveExpired(byReader);
        for (String table : List.of("journal_recipient", "journal_entry")) {
            try (PreparedStatement delete =
                    Database.prepare(connection, "DELETE FROM " + table + " WHERE log_offset = ANY(?)")) {
                delete.setArray(1, connection.createArrayOf("bigint", offsets));
                delete.executeUpdate();
            }
        }
        return null;
    }
}
