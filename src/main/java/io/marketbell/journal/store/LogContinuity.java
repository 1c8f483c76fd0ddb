package io.marketbell.journal.store;

import io.marketbell.journal.store.LogState.Head;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Checks that the log in the database is the known one or has grown from it. It is not if the database was restored or
 * lost commits in a failover: its epoch then differs, its head is behind, or a different notification is at the known
 * head.
 */
public final class LogContinuity {
    private final LogState state;

    public LogContinuity(LogState state) {
        this.state = state;
    }

    /** @param epoch the epoch that the caller expects */
    public boolean holds(Connection connection, String epoch) throws SQLException {
        // before the database is read: the log may grow meanwhile
        Head known = state.knownHead();
        HeadTable.Head found = HeadTable.read(connection);
        return found != null && found.epoch().equals(epoch) && hasGrownFrom(connection, found, known);
    }

    static boolean hasGrownFrom(Connection connection, HeadTable.Head found, Head known) throws SQLException {
        return found.offset() >= known.offset() && hasSameNotification(connection, known);
    }

    /** Must be called in a transaction that must not write to a different log. */
    public void demand(Connection connection, String epoch) throws SQLException {
        if (!holds(connection, epoch)) {
            throw new SQLException("the log in the database is not the log of this node", "08000");
        }
    }

    /** Returns true if the notification has expired and was deleted, because nothing can be compared then. */
    private static boolean hasSameNotification(Connection connection, Head known) throws SQLException {
        if (known.id() == null) {
            return true;
        }
        try (PreparedStatement select =
                JournalDatabase.prepare(connection, "SELECT id FROM journal_entry WHERE log_offset = ?")) {
            select.setLong(1, known.offset());
            try (ResultSet row = select.executeQuery()) {
                return !row.next() || row.getString(1).equals(known.id());
            }
        }
    }
}
