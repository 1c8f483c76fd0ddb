package io.marketbell.journal.log;

import io.marketbell.journal.Journal.Entry;
import io.marketbell.journal.store.Microseconds;
import io.marketbell.notification.Notification;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
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

    private final PreparedStatement find;
    private final PreparedStatement insert;
    private final PreparedStatement delete;

    KeyTable(Connection connection) throws SQLException {
        find = connection.prepareStatement(FIND);
        insert = connection.prepareStatement("INSERT INTO journal_key (publisher, idempotency_key, content_hash, id,"
                + " log_offset, expires_at) VALUES (?, ?, ?, ?, ?, ?)");
        delete = connection.prepareStatement("DELETE FROM journal_key WHERE publisher = ? AND idempotency_key = ?");
    }

    record Key(String publisher, String key) {}

    record Use(byte[] contentHash, String id, long offset) {}

    /** Returns the stored uses of these keys. Deletes those that have expired. */
    Map<Key, Use> find(Collection<Key> keys, long now) throws SQLException {
        Map<String, List<String>> byPublisher = new HashMap<>();
        for (Key key : keys) {
            byPublisher
                    .computeIfAbsent(key.publisher, publisher -> new ArrayList<>())
                    .add(key.key);
        }
        Map<Key, Use> uses = new HashMap<>();
        List<Key> expired = new ArrayList<>();
        for (Map.Entry<String, List<String>> of : byPublisher.entrySet()) {
            find.setArray(
                    1,
                    find.getConnection().createArrayOf("varchar", of.getValue().toArray()));
            find.setString(2, of.getKey());
            try (ResultSet row = find.executeQuery()) {
                while (row.next()) {
                    Key key = new Key(of.getKey(), row.getString(1));
                    if (row.getLong(5) <= now) {
                        expired.add(key);
                    } else {
                        uses.put(key, new Use(row.getBytes(2), row.getString(3), row.getLong(4)));
                    }
                }
            }
        }
        forget(expired);
        return uses;
    }

    private void forget(List<Key> expired) throws SQLException {
        for (Key key : expired) {
            delete.setString(1, key.publisher);
            delete.setString(2, key.key);
            delete.addBatch();
        }
        if (!expired.isEmpty()) {
            delete.executeBatch();
        }
    }

    void add(Entry entry, long offset) throws SQLException {
        Notification notification = entry.notification();
        long atLeast = Microseconds.of(notification.acceptedAt().plus(KEPT));
        insert.setString(1, notification.publisher());
        insert.setString(2, notification.key());
        insert.setBytes(3, entry.contentHash());
        insert.setString(4, notification.id());
        insert.setLong(5, offset);
        insert.setLong(6, Math.max(atLeast, Microseconds.of(notification.expiresAt())));
        insert.addBatch();
    }

    void flush() throws SQLException {
        insert.executeBatch();
    }

    void clear() throws SQLException {
        insert.clearBatch();
        delete.clearBatch();
    }
}
