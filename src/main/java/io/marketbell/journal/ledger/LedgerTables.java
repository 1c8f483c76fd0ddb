package io.marketbell.journal.ledger;

import io.marketbell.database.Prepared;
import io.marketbell.database.Sql;
import io.marketbell.journal.Ledger.Standing;
import io.marketbell.journal.ledger.DeliveryPage.Visitor;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private final Sql sql;

    public LedgerTables(Sql sql) {
        this.sql = sql;
    }

    Standing standing(String user) throws SQLException {
        return sql.first(
                        row -> new Standing(row.getLong(1), row.getLong(2)),
                        "SELECT acknowledged, highest_written FROM journal_reader WHERE reader = ?",
                        user)
                .orElse(new Standing(0, 0));
    }

    /** Returns the acknowledged offsets of these users; unknown users are absent. */
    Map<String, Long> acknowledged(Collection<String> users) throws SQLException {
        Map<String, Long> known = new HashMap<>();
        List<String> all = List.copyOf(users);
        try (Prepared select = sql.prepare("SELECT reader, acknowledged FROM journal_reader WHERE reader = ANY(?)")) {
            for (int from = 0; from < all.size(); from += USERS_A_QUERY) {
                List<String> some = all.subList(from, Math.min(all.size(), from + USERS_A_QUERY));
                select.each(row -> known.put(row.getString(1), row.getLong(2)), some);
            }
        }
        return known;
    }

    /** Visits the user's deliveries on this page and later ones. */
    void deliveriesTo(String user, long fromPage, Visitor visitor) throws SQLException {
        sql.each(
                row -> DeliveryPage.read(row.getBytes(2), row.getLong(1), user::equals, visitor),
                "SELECT page, deliveries FROM journal_delivery WHERE bucket = ? AND page >= ?",
                DeliveryPage.bucketOf(user),
                fromPage);
    }

    /** Visits the deliveries of these users on one page. */
    void deliveriesOn(long page, Set<String> users, Visitor visitor) throws SQLException {
        List<Short> buckets =
                users.stream().map(DeliveryPage::bucketOf).distinct().toList();
        deliveriesOn(page, buckets, users::contains, visitor);
    }

    /** Visits the deliveries of all users on one page. */
    void deliveriesOn(long page, Visitor visitor) throws SQLException {
        deliveriesOn(page, DeliveryPage.allBuckets(), user -> true, visitor);
    }

    private void deliveriesOn(long page, List<Short> buckets, Predicate<String> users, Visitor visitor)
            throws SQLException {
        sql.each(row -> DeliveryPage.read(row.getBytes(2), row.getLong(1), users, visitor), ON_PAGE, buckets, page);
    }

    void addDeliveries(Map<Short, Map<Long, DeliveryPage>> buckets) throws SQLException {
        try (Prepared insert =
                sql.prepare("INSERT INTO journal_delivery (bucket, page, deliveries) VALUES (?, ?, ?)")) {
            for (Map.Entry<Short, Map<Long, DeliveryPage>> bucket : buckets.entrySet()) {
                for (Map.Entry<Long, DeliveryPage> page : bucket.getValue().entrySet()) {
                    insert.add(bucket.getKey(), page.getKey(), page.getValue().toBytes());
                }
            }
            insert.flush();
        }
    }

    /**
     * Saves progress that other nodes save at the same time: of concurrent calls for a user, each returns what the
     * previous one saved. PostgreSQL only.
     *
     * @param standings sorted, so that all nodes insert rows in the same order
     * @return the acknowledged offsets before this call
     */
    Map<String, Long> mergeProgress(SortedMap<String, Standing> standings, Instant now) throws SQLException {
        if (standings.isEmpty()) {
            return Map.of();
        }
        Map<String, Long> before = lockAcknowledged(standings.keySet());
        List<String> missing = standings.keySet().stream()
                .filter(user -> !before.containsKey(user))
                .toList();
        if (!missing.isEmpty()) {
            sql.batch(
                    "INSERT INTO journal_reader (reader, acknowledged, highest_written, saved_at, expired_through)"
                            + " VALUES (?, 0, 0, ?, 0) ON CONFLICT DO NOTHING",
                    missing,
                    user -> Sql.values(user, now));
            before.putAll(lockAcknowledged(missing));
        }
        saveProgress(standings, now);
        return before;
    }

    private Map<String, Long> lockAcknowledged(Collection<String> users) throws SQLException {
        Map<String, Long> acknowledged = new HashMap<>();
        sql.each(
                row -> acknowledged.put(row.getString(1), row.getLong(2)),
                "SELECT reader, acknowledged FROM journal_reader WHERE reader = ANY(?)"
                        + " ORDER BY reader COLLATE \"C\" FOR UPDATE",
                users);
        return acknowledged;
    }

    /** Returns the head of the log in the database; 0 if it is a different log. */
    long head(String epoch) throws SQLException {
        return sql.first(row -> row.getLong(1), "SELECT head FROM journal_head WHERE id = 1 AND epoch = ?", epoch)
                .orElse(0L);
    }

    /** @param standings sorted, so that all nodes acquire row locks in the same order */
    void saveProgress(SortedMap<String, Standing> standings, Instant now) throws SQLException {
        sql.updateOrInsert(
                "UPDATE journal_reader SET acknowledged = GREATEST(acknowledged, ?),"
                        + " highest_written = GREATEST(highest_written, ?), saved_at = ? WHERE reader = ?",
                "INSERT INTO journal_reader (acknowledged, highest_written, saved_at, reader, expired_through)"
                        + " VALUES (?, ?, ?, ?, 0)",
                List.copyOf(standings.keySet()),
                user -> Sql.values(
                        standings.get(user).acknowledged(), standings.get(user).highestSent(), now, user));
    }

    /**
     * Deletes the oldest page of a bucket if it precedes the given page.
     *
     * @return whether a page was deleted
     */
    public boolean pruneOldestPage(short bucket, long before) throws SQLException {
        Optional<Long> oldest = sql.first(
                row -> row.getLong(1),
                "SELECT page FROM journal_delivery WHERE bucket = ? AND page < ?"
                        + " ORDER BY bucket, page FETCH FIRST 1 ROWS ONLY",
                bucket,
                before);
        if (oldest.isEmpty()) {
            return false;
        }
        sql.update("DELETE FROM journal_delivery WHERE bucket = ? AND page = ?", bucket, oldest.get());
        return true;
    }

    /** Returns the smallest offset still in the log; head + 1 if the log is empty. */
    public long smallestRetained() throws SQLException {
        return sql.number("SELECT COALESCE((SELECT MIN(log_offset) FROM journal_entry), h.head + 1) FROM journal_head h"
                + " WHERE h.id = 1");
    }
}
