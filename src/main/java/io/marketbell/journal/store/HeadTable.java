package io.marketbell.journal.store;

import io.marketbell.journal.store.PositionFile.Position;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Optional;

/** The single row of {@code journal_head}. */
public final class HeadTable {
    private HeadTable() {}

    public record Head(String epoch, long offset, long uncleanThrough, boolean running) {}

    private static final String SELECT = "SELECT epoch, head, unclean_through, running FROM journal_head WHERE id = 1";

    /** @return null if the database is empty */
    static Head read(Connection connection) throws SQLException {
        return read(connection, SELECT);
    }

    private static Head read(Connection connection, String select) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(select)) {
            return row.next() ? new Head(row.getString(1), row.getLong(2), row.getLong(3), row.getBoolean(4)) : null;
        }
    }

    /**
     * Locks the row, which waits for commits in progress. Creates the row, with a random epoch, in an empty database.
     */
    public static Head lockOrCreate(Connection connection) throws SQLException {
        readOrCreate(connection);
        return read(connection, SELECT + " FOR UPDATE");
    }

    private static String newEpoch() {
        return "e" + HexFormat.of().toHexDigits(new SecureRandom().nextLong());
    }

    /**
     * Gives the log a new epoch: state about it elsewhere becomes invalid, and any notification in it may have reached
     * its users.
     */
    public static Head rename(Connection connection, Head found) throws SQLException {
        Head renamed = new Head(newEpoch(), found.offset, found.offset, true);
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE journal_head SET epoch = ?, unclean_through = ?, running = TRUE WHERE id = 1")) {
            update.setString(1, renamed.epoch);
            update.setLong(2, renamed.uncleanThrough);
            update.executeUpdate();
        }
        return renamed;
    }

    /** Marks a log as in use that another node has given a new epoch, or that was just created. */
    public static Head join(Connection connection, Head found) throws SQLException {
        try (Statement update = connection.createStatement()) {
            update.executeUpdate("UPDATE journal_head SET running = TRUE WHERE id = 1");
        }
        return found;
    }

    private static Head readOrCreate(Connection connection) throws SQLException {
        Head found = read(connection);
        if (found != null) {
            return found;
        }
        Head created = new Head(newEpoch(), 0, 0, false);
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO journal_head"
                        + " (id, epoch, head, unclean_through, everyone_expired_through, running) VALUES (1, ?, 0, 0, 0, FALSE)")) {
            insert.setString(1, created.epoch);
            insert.executeUpdate();
        }
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
    public static Head start(Connection connection, Optional<Position> known) throws SQLException {
        Head found = known.isPresent() ? lockOrCreate(connection) : readOrCreate(connection);
        if (known.isPresent()
                && known.get().epoch().equals(found.epoch)
                && !LogContinuity.hasGrownFrom(connection, found, known.get().head())) {
            return rename(connection, found);
        }
        long uncleanThrough = found.running ? found.offset : found.uncleanThrough;
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE journal_head SET running = TRUE, unclean_through = ? WHERE id = 1")) {
            update.setLong(1, uncleanThrough);
            update.executeUpdate();
        }
        return new Head(found.epoch, found.offset, uncleanThrough, true);
    }

    public static Void stop(Connection connection) throws SQLException {
        try (Statement update = connection.createStatement()) {
            update.executeUpdate("UPDATE journal_head SET running = FALSE WHERE id = 1");
        }
        return null;
    }
}
