package io.marketbell.journal.ledger;

import io.marketbell.journal.Ledger.Standing;
import io.marketbell.journal.ledger.DeliveryPage.Visitor;
import io.marketbell.journal.store.JournalDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;

/** The ledger's tables: {@code journal_reader} and {@code journal_delivery}. */
public final class LedgerTables {
    private static final int USERS_A_QUERY = 1_000;

    /** A join, since H2 reads a whole index for {@code = ANY} combined with another condition. */
    public static final String ON_PAGE =
            "SELECT d.page, d.deliveries FROM UNNEST(CAST(? AS SMALLINT ARRAY)) wanted(bucket)"
                    + " JOIN journal_delivery d ON d.bucket = wanted.bucket WHERE d.page = ?";

    private final Connection connection;

    public LedgerTables(Connection connection) {
        this.connection = connection;
    }

    Standing standing(String user) throws SQLException {
        try (PreparedStatement select = JournalDatabase.prepare(
                connection, "SELECT acknowledged, highest_written FROM journal_reader WHERE reader = ?")) {
            select.setString(1, user);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? new Standing(row.getLong(1), row.getLong(2)) : new Standing(0, 0);
            }
        }
    }

    /** Returns the acknowledged offsets of these users; unknown users are absent. */
    Map<String, Long> acknowledged(Collection<String> users) throws SQLException {
        Map<String, Long> known = new HashMap<>();
        List<String> all = List.copyOf(users);
        try (PreparedStatement select = JournalDatabase.prepare(
                connection, "SELECT reader, acknowledged FROM journal_reader WHERE reader = ANY(?)")) {
            for (int from = 0; from < all.size(); from += USERS_A_QUERY) {
                List<String> some = all.subList(from, Math.min(all.size(), from + USERS_A_QUERY));
                select.setArray(1, connection.createArrayOf("varchar", some.toArray()));
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        known.put(row.getString(1), row.getLong(2));
                    }
                }
            }
        }
        return known;
    }

    /** Visits the user's deliveries on this page and later ones. */
    void deliveriesTo(String user, long fromPage, Visitor visitor) throws SQLException {
        try (PreparedStatement select = JournalDatabase.prepare(
                connection, "SELECT page, deliveries FROM journal_delivery WHERE bucket = ? AND page >= ?")) {
            select.setShort(1, DeliveryPage.bucketOf(user));
            select.setLong(2, fromPage);
            visit(select, user::equals, visitor);
        }
    }

    /** Visits the deliveries of these users on one page. */
    void deliveriesOn(long page, Set<String> users, Visitor visitor) throws SQLException {
        Object[] buckets = users.stream().map(DeliveryPage::bucketOf).distinct().toArray();
        deliveriesOn(page, buckets, users::contains, visitor);
    }

    /** Visits the deliveries of all users on one page. */
    void deliveriesOn(long page, Visitor visitor) throws SQLException {
        deliveriesOn(page, DeliveryPage.allBuckets(), user -> true, visitor);
    }

    private void deliveriesOn(long page, Object[] buckets, Predicate<String> users, Visitor visitor)
            throws SQLException {
        try (PreparedStatement select = JournalDatabase.prepare(connection, ON_PAGE)) {
            select.setArray(1, connection.createArrayOf("smallint", buckets));
            select.setLong(2, page);
            visit(select, users, visitor);
        }
    }

    private static void visit(PreparedStatement select, Predicate<String> users, Visitor visitor) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                DeliveryPage.read(row.getBytes(2), row.getLong(1), users, visitor);
            }
        }
    }

    void addDeliveries(Map<Short, Map<Long, DeliveryPage>> buckets) throws SQLException {
        try (PreparedStatement insert = JournalDatabase.prepare(
                connection, "INSERT INTO journal_delivery (bucket, page, deliveries) VALUES (?, ?, ?)")) {
            for (Map.Entry<Short, Map<Long, DeliveryPage>> bucket : buckets.entrySet()) {
                for (Map.Entry<Long, DeliveryPage> page : bucket.getValue().entrySet()) {
                    insert.setShort(1, bucket.getKey());
                    insert.setLong(2, page.getKey());
                    insert.setBytes(3, page.getValue().toBytes());
                    insert.addBatch();
                }
            }
            if (!buckets.isEmpty()) {
                insert.executeBatch();
            }
        }
    }

    /**
     * @param standings sorted, so that all nodes acquire row locks in the same order
     * @param now in microseconds
     */
    void saveProgress(SortedMap<String, Standing> standings, long now) throws SQLException {
        if (standings.isEmpty()) {
            return;
        }
        List<String> users = List.copyOf(standings.keySet());
        try (PreparedStatement update = JournalDatabase.prepare(
                connection,
                "UPDATE journal_reader SET acknowledged = GREATEST(acknowledged, ?),"
                        + " highest_written = GREATEST(highest_written, ?), saved_at = ? WHERE reader = ?")) {
            for (String user : users) {
                update.setLong(1, standings.get(user).acknowledged());
                update.setLong(2, standings.get(user).highestSent());
                update.setLong(3, now);
                update.setString(4, user);
                update.addBatch();
            }
            insertMissing(users, update.executeBatch(), (insert, user) -> {
                insert.setLong(2, standings.get(user).acknowledged());
                insert.setLong(3, standings.get(user).highestSent());
                insert.setLong(4, 0);
                insert.setLong(5, now);
            });
        }
    }

    private interface Binding {
        void bind(PreparedStatement insert, String user) throws SQLException;
    }

    /** Updates first and inserts missing rows: the databases have no common syntax for MERGE or ON CONFLICT. */
    private void insertMissing(List<String> users, int[] updated, Binding binding) throws SQLException {
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < updated.length; i++) {
            if (updated[i] == 0) {
                missing.add(users.get(i));
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = JournalDatabase.prepare(
                connection,
                "INSERT INTO journal_reader (reader, acknowledged, highest_written, expired_through, saved_at)"
                        + " VALUES (?, ?, ?, ?, ?)")) {
            for (String user : missing) {
                insert.setString(1, user);
                binding.bind(insert, user);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /**
     * Deletes the oldest page of a bucket if it precedes the given page.
     *
     * @return whether a page was deleted
     */
    public boolean pruneOldestPage(short bucket, long before) throws SQLException {
        try (PreparedStatement find =
                        JournalDatabase.prepare(connection, "SELECT MIN(page) FROM journal_delivery WHERE bucket = ?");
                PreparedStatement delete = JournalDatabase.prepare(
                        connection, "DELETE FROM journal_delivery WHERE bucket = ? AND page = ?")) {
            find.setShort(1, bucket);
            try (ResultSet row = find.executeQuery()) {
                row.next();
                long oldest = row.getLong(1);
                if (row.wasNull() || oldest >= before) {
                    return false;
                }
                delete.setShort(1, bucket);
                delete.setLong(2, oldest);
                delete.executeUpdate();
                return true;
            }
        }
    }

    /** Returns the smallest offset still in the log; head + 1 if the log is empty. */
    public long smallestRetained() throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery(
                        "SELECT COALESCE((SELECT MIN(log_offset) FROM journal_entry), h.head + 1) FROM journal_head h"
                                + " WHERE h.id = 1")) {
            row.next();
            return row.getLong(1);
        }
    }
}
