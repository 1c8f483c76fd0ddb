package io.marketbell.journal.store;

import io.marketbell.database.LockLimits;
import io.marketbell.database.Sql;
import io.marketbell.journal.store.PositionFile.Position;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;

/** The single row of {@code journal_head}. */
public final class HeadTable {
    private HeadTable() {}

    /**
     * @param id the id of the entry at this offset; null if it is unknown, because the previous release wrote it
     * @param uncleanThrough for the previous release: it takes everything up to here for possibly delivered
     * @param uncleanInNodes the part of {@code uncleanThrough} that {@code journal_node} contains
     * @param running for the previous release: whether a node uses the log
     */
    public record HeadRow(
            String epoch, long offset, String id, long uncleanThrough, long uncleanInNodes, boolean running) {}

    private static final String TABLE = "journal_head";
    private static final String COLUMNS = "t.epoch, t.head, CASE WHEN t.head_id_offset = t.head THEN t.head_id END,"
            + " t.unclean_through, t.unclean_in_nodes, t.running";
    private static final String ONLY_ROW = "t.id = 1";

    /** Selects the row for {@link #of}. */
    public static final String SELECT = "SELECT " + COLUMNS + " FROM " + TABLE + " t WHERE " + ONLY_ROW;

    /** Moves the head to an entry. Parameters: its offset, its id, and its offset again. */
    public static final String MOVE = "UPDATE journal_head SET head = ?, head_id = ?, head_id_offset = ? WHERE id = 1";

    public static HeadRow of(ResultSet row) throws SQLException {
        return new HeadRow(
                row.getString(1), row.getLong(2), row.getString(3), row.getLong(4), row.getLong(5), row.getBoolean(6));
    }

    /** Returns the query that locks and selects the row for {@link #of}. */
    public static String selectForUpdate(Connection connection, LockLimits limits) throws SQLException {
        return limits.selectForUpdate(connection, COLUMNS, TABLE, ONLY_ROW);
    }

    /** @return null if the database is empty */
    public static HeadRow read(Sql sql) throws SQLException {
        return read(sql, SELECT);
    }

    private static HeadRow read(Sql sql, String select) throws SQLException {
        return sql.first(HeadTable::of, select).orElse(null);
    }

    /**
     * Locks the row, which waits for commits in progress. Creates the row, with a random epoch, in an empty database.
     */
    public static HeadRow lockOrCreate(Sql sql) throws SQLException {
        readOrCreate(sql);
        return read(sql, selectForUpdate(sql.connection(), LockLimits.DEFAULT));
    }

    private static String newEpoch() {
        return "e" + HexFormat.of().toHexDigits(new SecureRandom().nextLong());
    }

    /**
     * Gives the log a new epoch: state about it elsewhere becomes invalid, and any notification in it may have reached
     * its users. Fails if the epoch has changed since the row was read.
     */
    public static HeadRow rename(Sql sql, HeadRow found) throws SQLException {
        HeadRow renamed = new HeadRow(newEpoch(), found.offset, found.id, found.offset, found.offset, true);
        DoubtTable.removeEnded(sql);
        DoubtTable.addAllThrough(sql, found.offset);
        int changed = sql.update(
                "UPDATE journal_head SET epoch = ?, unclean_through = ?, unclean_in_nodes = ?, running = TRUE"
                        + " WHERE id = 1 AND epoch = ?",
                renamed.epoch,
                renamed.uncleanThrough,
                renamed.uncleanInNodes,
                found.epoch);
        if (changed != 1) {
            throw new SQLException("the log was given a new epoch by another node", "08000");
        }
        return renamed;
    }

    /** Marks a log as in use that another node has given a new epoch, or that was just created. */
    public static HeadRow join(Sql sql, HeadRow found) throws SQLException {
        sql.update("UPDATE journal_head SET running = TRUE WHERE id = 1");
        return found;
    }

    private static HeadRow readOrCreate(Sql sql) throws SQLException {
        HeadRow found = read(sql);
        if (found != null) {
            return found;
        }
        HeadRow created = new HeadRow(newEpoch(), 0, null, 0, 0, false);
        sql.update(
                "INSERT INTO journal_head (id, epoch, head, unclean_through, everyone_expired_through, running)"
                        + " VALUES (1, ?, 0, 0, 0, FALSE)",
                created.epoch);
        return created;
    }

    /**
     * Marks the log as in use. The doubts that an unclean end of an earlier release has left are copied to
     * {@code journal_node}.
     *
     * @param known the last position this node has seen; if the log has not grown from there, it was restored and gets
     *     a new epoch
     */
    public static HeadRow start(Sql sql, Optional<Position> known) throws SQLException {
        HeadRow found = lockOrCreate(sql);
        if (known.isPresent()
                && known.get().epoch().equals(found.epoch)
                && !LogContinuity.hasGrownFrom(sql, found, known.get().head())) {
            return rename(sql, found);
        }
        boolean wasKilled = found.running && !DoubtTable.hasRunning(sql);
        long uncleanThrough = wasKilled ? found.offset : found.uncleanThrough;
        if (uncleanThrough > found.uncleanInNodes) {
            DoubtTable.addAllThrough(sql, uncleanThrough);
        }
        sql.update(
                "UPDATE journal_head SET running = TRUE, unclean_through = ?, unclean_in_nodes = ? WHERE id = 1",
                uncleanThrough,
                uncleanThrough);
        return new HeadRow(found.epoch, found.offset, found.id, uncleanThrough, uncleanThrough, true);
    }

    /**
     * Marks the log as cleanly closed for the previous release, unless a node uses it. Must be called after the own row
     * of {@code journal_node} was changed.
     */
    public static void stop(Sql sql) throws SQLException {
        lockOrCreate(sql);
        if (!DoubtTable.hasRunning(sql)) {
            long highestEnded = DoubtTable.highestEnded(sql);
            sql.update(
                    "UPDATE journal_head SET running = FALSE, unclean_through = GREATEST(unclean_through, ?),"
                            + " unclean_in_nodes = GREATEST(unclean_through, ?) WHERE id = 1",
                    highestEnded,
                    highestEnded);
        }
    }
}
