package io.marketbell.journal.ledger;

import io.marketbell.database.Sql;
import io.marketbell.journal.store.JournalDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Deletes what the journal stores about a user, in short transactions. Idempotent. Deleted notifications look like
 * expired ones that nobody summarized: offsets of other users do not change.
 */
public final class UserRows {
    private static final int BATCH = 500;

    private final JournalDatabase database;

    public UserRows(JournalDatabase database) {
        this.database = database;
    }

    /**
     * Deletes the notifications that are addressed to this user only, and removes the user from the recipients of
     * others. Returns their number.
     */
    public long eraseNotifications(String user) {
        requireName(user);
        return inBatches(sql -> eraseOwn(sql, user)) + inBatches(sql -> eraseShared(sql, user));
    }

    private static int eraseOwn(Sql sql, String user) throws SQLException {
        List<Long> offsets = sql.list(
                row -> row.getLong(1),
                "SELECT log_offset FROM journal_entry WHERE recipient = ? ORDER BY log_offset FETCH FIRST ? ROWS ONLY",
                user,
                BATCH);
        sql.batch("DELETE FROM journal_entry WHERE log_offset = ?", offsets, offset -> Sql.values(offset));
        return offsets.size();
    }

    private static int eraseShared(Sql sql, String user) throws SQLException {
        List<Long> offsets = sql.list(
                row -> row.getLong(1),
                "SELECT log_offset FROM journal_recipient WHERE recipient = ? ORDER BY log_offset"
                        + " FETCH FIRST ? ROWS ONLY",
                user,
                BATCH);
        if (offsets.isEmpty()) {
            return 0;
        }
        sql.batch(
                "DELETE FROM journal_recipient WHERE log_offset = ? AND recipient = ?",
                offsets,
                offset -> Sql.values(offset, user));
        Set<Long> empty = new TreeSet<>(offsets);
        sql.list(
                        row -> row.getLong(1),
                        "SELECT DISTINCT log_offset FROM journal_recipient WHERE log_offset = ANY(?)",
                        offsets)
                .forEach(empty::remove);
        sql.batch(
                "DELETE FROM journal_entry WHERE log_offset = ? AND recipient IS NULL",
                empty,
                offset -> Sql.values(offset));
        return offsets.size();
    }

    /** Deletes what is known of the progress and the expired notifications of the user. Returns the number of rows. */
    public long eraseProgress(String user) {
        requireName(user);
        return inBatches(sql -> sql.update(
                        "DELETE FROM journal_expired WHERE recipient = ? AND log_offset IN (SELECT log_offset FROM"
                                + " journal_expired WHERE recipient = ? ORDER BY log_offset FETCH FIRST ? ROWS ONLY)",
                        user,
                        user,
                        BATCH))
                + database.<Integer>write(sql -> sql.update("DELETE FROM journal_forgotten WHERE recipient = ?", user)
                        + sql.update("DELETE FROM journal_reader WHERE reader = ?", user));
    }

    private record Deliveries(long id, long page, byte[] bytes) {}

    /** Removes the user from the records of deliveries. Returns the number of changed rows. */
    public long eraseDeliveries(String user) {
        requireName(user);
        long changed = 0;
        long[] last = {Long.MIN_VALUE};
        int read;
        do {
            List<Deliveries> changes = new ArrayList<>();
            read = database.write(sql -> {
                changes.clear();
                List<Deliveries> rows = sql.list(
                        row -> new Deliveries(row.getLong(1), row.getLong(2), row.getBytes(3)),
                        "SELECT id, page, deliveries FROM journal_delivery WHERE bucket = ? AND id > ?"
                                + " ORDER BY id FETCH FIRST ? ROWS ONLY",
                        DeliveryPage.bucketOf(user),
                        last[0],
                        BATCH);
                for (Deliveries row : rows) {
                    byte[] without = DeliveryPage.without(row.bytes(), user);
                    if (without.length < row.bytes().length) {
                        changes.add(new Deliveries(row.id(), row.page(), without));
                    }
                }
                sql.batch(
                        "UPDATE journal_delivery SET deliveries = ? WHERE id = ?",
                        changes,
                        row -> Sql.values(row.bytes(), row.id()));
                if (!rows.isEmpty()) {
                    last[0] = rows.get(rows.size() - 1).id();
                }
                return rows.size();
            });
            changed += changes.size();
        } while (read == BATCH);
        return changed;
    }

    private interface Batch {
        int run(Sql sql) throws SQLException;
    }

    private long inBatches(Batch batch) {
        long all = 0;
        int some;
        do {
            some = database.write(batch::run);
            all += some;
        } while (some == BATCH);
        return all;
    }

    /** The empty name stands for all users. */
    private static void requireName(String user) {
        if (user.isEmpty()) {
            throw new IllegalArgumentException("a user has a name");
        }
    }
}
