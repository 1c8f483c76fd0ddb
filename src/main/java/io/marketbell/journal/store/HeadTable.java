package io.marketbell.journal.store;

import io.marketbell.database.Sql;
import io.marketbell.journal.store.PositionFile.Position;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;

/** The single row of {@code journal_head}. */
public final class HeadTable {
    private HeadTable() {}

    /**
     * @param uncleanThrough for the previous release: it takes everything up to here for possibly delivered
     * @param uncleanInNodes the part of {@code uncleanThrough} that {@code journal_node} contains
     * @param running for the previous release: whether a node uses the log
     */
    public record Head(String epoch, long offset, long uncleanThrough, long uncleanInNodes, boolean running) {}

    private static final String SELECT =
            "SELECT epoch, head, unclean_through, unclean_in_nodes, running FROM journal_head WHERE id = 1";

    /** @return null if the database is empty */
    static Head read(Sql sql) throws SQLException {
        return read(sql, SELECT);
    }

    private static Head read(Sql sql, String select) throws SQLException {
        return sql.first(
                        row -> new Head(
                                row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getBoolean(5)),
                        select)
                .orElse(null);
    }

    /**
     * Locks the row, which waits for commits in progress. Creates the row, with a random epoch, in an empty database.
     */
    public static Head lockOrCreate(Sql sql) throws SQLException {
        readOrCreate(sql);
        return read(sql, SELECT + " FOR UPDATE");
    }

    private static String newEpoch() {
        return "e" + HexFormat.of().toHexDigits(new SecureRandom().nextLong());
    }

    /**
     * Gives the log a new epoch: state about it elsewhere becomes invalid, and any notification in it may have reached
     * its users.
     */
    public static Head rename(Sql sql, Head found) throws SQLException {
        Head renamed = new Head(newEpoch(), found.offset, found.offset, found.offset, true);
        DoubtTable.removeEnded(sql);
        DoubtTable.addAllThrough(sql, found.offset);
        sql.update(
                "UPDATE journal_head SET epoch = ?, unclean_through = ?, unclean_in_nodes = ?, running = TRUE WHERE id = 1",
                renamed.epoch,
                renamed.uncleanThrough,
                renamed.uncleanInNodes);
        return renamed;
    }

    /** Marks a log as in use that another node has given a new epoch, or that was just created. */
    public static Head join(Sql sql, Head found) throws SQLException {
        sql.update("UPDATE journal_head SET running = TRUE WHERE id = 1");
        return found;
    }

    private static Head readOrCreate(Sql sql) throws SQLException {
        Head found = read(sql);
        if (found != null) {
            return found;
        }
        Head created = new Head(newEpoch(), 0, 0, 0, false);
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
    public static Head start(Sql sql, Optional<Position> known) throws SQLException {
        Head found = lockOrCreate(sql);
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
        return new Head(found.epoch, found.offset, uncleanThrough, uncleanThrough, true);
    }

    /**
     * Marks the log as cleanly closed for the previous release, unless a node uses it. Must be called after the own row
     * of {@code journal_node} was changed.
     */
    public static void stop(Sql sql) throws SQLException {
        lockOrCreate(sql);
        if (!DoubtTable.hasRunning(sql)) {
            sql.update(
                    "UPDATE journal_head SET running = FALSE, unclean_through = GREATEST(unclean_through, ?),"
                            + " unclean_in_nodes = GREATEST(unclean_through, ?) WHERE id = 1",
                    DoubtTable.highestEnded(sql),
                    DoubtTable.highestEnded(sql));
        }
    }
}
