package io.marketbell.journal.log;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.marketbell.database.Prepared;
import io.marketbell.database.Sql;
import io.marketbell.journal.Journal.Entry;
import io.marketbell.notification.Notification;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The idempotency keys as seen by the transaction of a group commit. */
final class KeyTable {
    /** A key is kept for this time or the time to live of the notification, whichever is longer. */
    private static final Duration KEPT = Duration.ofHours(24);

    /**
     * A join, since H2 reads a whole index for {@code = ANY} combined with another condition. One array parameter
     * instead of one per key, which would be a different statement for each count.
     */
    static final String FIND = "SELECT k.idempotency_key, k.content_hash, k.id, k.log_offset, k.expires_at"
            + " FROM UNNEST(CAST(? AS VARCHAR ARRAY)) wanted(idempotency_key)"
            + " JOIN journal_key k ON k.idempotency_key = wanted.idempotency_key WHERE k.publisher = ?";

    private final Prepared find;
    private final Prepared insert;
    private final Prepared delete;

    KeyTable(Sql sql) throws SQLException {
        find = sql.prepare(FIND);
        insert = sql.prepare("INSERT INTO journal_key (publisher, idempotency_key, content_hash, id,"
                + " log_offset, expires_at) VALUES (?, ?, ?, ?, ?, ?)");
        delete = sql.prepare("DELETE FROM journal_key WHERE publisher = ? AND idempotency_key = ?");
    }

    record Key(String publisher, String key) {}

    record Use(byte[] contentHash, String id, long offset) {}

    /** Returns the stored uses of these keys. Deletes those that have expired. */
    Map<Key, Use> find(Collection<Key> keys, Instant now) throws SQLException {
        Map<String, List<String>> byPublisher =
                keys.stream().collect(groupingBy(Key::publisher, mapping(Key::key, toList())));
        Map<Key, Use> uses = new HashMap<>();
        for (Map.Entry<String, List<String>> of : byPublisher.entrySet()) {
            String publisher = of.getKey();
            find.each(
                    row -> {
                        Key key = new Key(publisher, row.getString(1));
                        if (Sql.time(row, 5).isAfter(now)) {
                            uses.put(key, new Use(row.getBytes(2), row.getString(3), row.getLong(4)));
                        } else {
                            delete.add(publisher, key.key);
                        }
                    },
                    of.getValue(),
                    publisher);
        }
        delete.flush();
        return uses;
    }

    void add(Entry entry, long offset) throws SQLException {
        Notification notification = entry.notification();
        Instant atLeast = notification.acceptedAt().plus(KEPT);
        Instant expiresAt = notification.expiresAt();
        insert.add(
                notification.publisher(),
                notification.key(),
                entry.contentHash(),
                notification.id(),
                offset,
                expiresAt.isAfter(atLeast) ? expiresAt : atLeast);
    }

    void flush() throws SQLException {
        insert.flush();
    }

    void clear() throws SQLException {
        insert.clear();
        delete.clear();
    }
}
