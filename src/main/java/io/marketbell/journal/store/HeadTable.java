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

    public record HeadRow(String epoch, long offset, long uncleanThrough, boolean running) {}

    private static final String SELECT = "SELECT epoch, head, unclean_through, running FROM journal_head WHERE id = 1";

    /** @return null if the database is empty */
    static HeadRow read(Sql sql) throws SQLException {
        return read(sql, SELECT);
    }

    private static HeadRow read(Sql sql, String select) throws SQLException {
        return sql.first(
                        row -> new HeadRow(row.getString(1), row.getLong(2), row.getLong(3), row.getBoolean(4)), select)
                .orElse(null);
    }

    /**
     * Locks the row, which waits for commits in progress. Creates the row, with a random epoch, in an empty database.
     */
    public static HeadRow lockOrCreate(Sql sql) throws SQLException {
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
    public static HeadRow rename(Sql sql, HeadRow found) throws SQLException {
        HeadRow renamed = new HeadRow(newEpoch(), found.offset, found.offset, true);
        sql.update(
                "UPDATE journal_head SET epoch = ?, unclean_through = ?, running = TRUE WHERE id = 1",
                renamed.epoch,
                renamed.uncleanThrough);
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
        HeadRow created = new HeadRow(newEpoch(), 0, 0, false);
        sql.update(
                "INSERT INTO journal_head (id, epoch, head, unclean_through, everyone_expired_through, running)"
                        + " VALUES (1, ?, 0, 0, 0, FALSE)",
                created.epoch);
        return created;
    }

    /**
     * Marks the log as in use. If it was already marked, its previous user ended without writing its ledger: from then
     * on everything up to the head is in doubt. With several nodes on one database, the log may be in doubt
     * unnecessarily.
     *
     * @param known the last position this node has seen; if the log has not grown from there, it was restored and gets
     *     a new epoch
     */
    public static HeadRow start(Sql sql, Optional<Position> known) throws SQLException {
        HeadRow found = known.isPresent() ? lockOrCreate(sql) : readOrCreate(sql);
        if (known.isPresent()
                && known.get().epoch().equals(found.epoch)
                && !LogContinuity.hasGrownFrom(sql, found, known.get().head())) {
            return rename(sql, found);
        }
        long uncleanThrough = found.running ? found.offset : found.uncleanThrough;
        sql.update("UPDATE journal_head SET running = TRUE, unclean_through = ? WHERE id = 1", uncleanThrough);
        return new HeadRow(found.epoch, found.offset, uncleanThrough, true);
    }

    /** Marks the log as cleanly closed. */
    public static int stop(Sql sql) throws SQLException {
        return sql.update("UPDATE journal_head SET running = FALSE WHERE id = 1");
    }
}
