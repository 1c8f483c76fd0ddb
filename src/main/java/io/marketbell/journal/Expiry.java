package io.marketbell.journal;

import io.marketbell.journal.Journal.Undelivered;
import io.marketbell.notification.Notification;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Takes out of the log what has expired. */
final class Expiry {
    private final Database database;
    private final JdbcLedger ledger;

    /** The first page of deliveries that may still be in the database; only to spare a needless search. */
    private long firstPage;

    Expiry(Database database, JdbcLedger ledger) {
        this.database = database;
        this.ledger = ledger;
    }

    synchronized int expire(Instant now, int limit, Consumer<List<Undelivered>> report) {
        long micros = Micros.of(now);
        List<Notification> due = database.read(connection -> new History(connection).expired(micros, limit));
        List<Undelivered> undelivered = undelivered(due);
        if (!undelivered.isEmpty()) {
            report.accept(undelivered);
        }
        if (!due.isEmpty()) {
            database.write(connection -> delete(connection, due));
        }
        database.write(connection -> deleteKeys(connection, micros, limit));
        prune();
        return due.size();
    }

    private List<Undelivered> undelivered(List<Notification> due) {
        Map<Long, List<String>> unsent = ledger.unsent(due);
        List<Undelivered> undelivered = new ArrayList<>();
        for (Notification notification : due) {
            unsent.get(notification.offset())
                    .forEach(recipient -> undelivered.add(new Undelivered(notification, recipient)));
        }
        return undelivered;
    }

    private static Void delete(Connection connection, List<Notification> expired) throws SQLException {
        long forEveryone = 0;
        SortedMap<String, Long> byReader = new TreeMap<>();
        Object[] offsets = new Object[expired.size()];
        for (int i = 0; i < offsets.length; i++) {
            Notification notification = expired.get(i);
            long offset = notification.offset();
            offsets[i] = offset;
            if (notification.isForEveryone()) {
                forEveryone = Math.max(forEveryone, offset);
            }
            notification.recipients().forEach(reader -> byReader.merge(reader, offset, Math::max));
        }
        new LedgerTables(connection).saveExpired(byReader);
        if (forEveryone > 0) {
            HeadTable.everyoneExpiredThrough(connection, forEveryone);
        }
        for (String table : List.of("journal_recipient", "journal_entry")) {
            try (PreparedStatement delete =
                    Database.prepare(connection, "DELETE FROM " + table + " WHERE log_offset = ANY(?)")) {
                delete.setArray(1, connection.createArrayOf("bigint", offsets));
                delete.executeUpdate();
            }
        }
        return null;
    }

    private static Void deleteKeys(Connection connection, long now, int limit) throws SQLException {
        try (PreparedStatement select = Database.prepare(
                        connection,
                        "SELECT publisher, idempotency_key FROM journal_key WHERE expires_at <= ?"
                                + " ORDER BY expires_at FETCH FIRST ? ROWS ONLY");
                PreparedStatement delete = Database.prepare(
                        connection,
                        "DELETE FROM journal_key WHERE publisher = ? AND idempotency_key = ? AND expires_at <= ?")) {
            select.setLong(1, now);
            select.setInt(2, limit);
            boolean any = false;
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    delete.setString(1, row.getString(1));
                    delete.setString(2, row.getString(2));
                    delete.setLong(3, now);
                    delete.addBatch();
                    any = true;
                }
            }
            if (any) {
                delete.executeBatch();
            }
        }
        return null;
    }

    /** What was delivered to whom is of no use for what is no longer in the log. */
    private void prune() {
        long page = database.read(connection -> DeliveryPage.pageOf(new LedgerTables(connection).smallestRetained()));
        if (page > firstPage) {
            database.write(connection -> {
                new LedgerTables(connection).prune(page);
                return null;
            });
            firstPage = page;
        }
    }
}
