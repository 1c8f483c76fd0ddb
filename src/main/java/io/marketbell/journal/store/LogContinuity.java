package io.marketbell.journal.store;

import io.marketbell.journal.store.LogState.Head;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Whether the log in the database is the one that is known here, or has grown from it. It is not where the database was
 * restored, or has lost commits when it failed over: then its epoch is another, its head is behind, or another
 * notification is where the head was.
 */
public final class LogContinuity {
    private final LogState state;

    public LogContinuity(LogState state) {
        this.state = state;
    }

    /** @param epoch of which the caller takes the log to be */
    public boolean holds(Connection connection, String epoch) throws SQLException {
        // before the database is asked: it may grow meanwhile
        Head known = state.knownHead();
        HeadTable.Head found = HeadTable.read(connection);
        return found != null && found.epoch().equals(epoch) && hasGrownFrom(connection, found, known);
    }

    static boolean hasGrownFrom(Connection connection, HeadTable.Head found, Head known) throws SQLException {
        return found.offset() >= known.offset() && hasSameNotification(connection, known);
    }

    /** In a transaction that must not write to another log than the caller knows. */
    public void demand(Connection connection, String epoch) throws SQLException {
        if (!holds(connection, epoch)) {
            throw new SQLException("the log in the database is not the one that is known here", "08000");
        }
    }

    /** A notification that has expired and was deleted proves nothing. */
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
