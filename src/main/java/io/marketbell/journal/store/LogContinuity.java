package io.marketbell.journal.store;

import io.marketbell.database.Sql;
import io.marketbell.journal.store.HeadTable.HeadRow;
import io.marketbell.journal.store.LogState.Head;
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
    public boolean holds(Sql sql, String epoch) throws SQLException {
        // before the database is read: the log may grow meanwhile
        Head known = state.knownHead();
        HeadRow found = HeadTable.read(sql);
        return found != null && found.epoch().equals(epoch) && hasGrownFrom(sql, found, known);
    }

    static boolean hasGrownFrom(Sql sql, HeadRow found, Head known) throws SQLException {
        return found.offset() >= known.offset() && hasSameNotification(sql, known);
    }

    /** Must be called in a transaction that must not write to a different log. */
    public void demand(Sql sql, String epoch) throws SQLException {
        if (!holds(sql, epoch)) {
            throw new SQLException("the log in the database is not the log of this node", "08000");
        }
    }

    /** Returns true if the notification has expired and was deleted, because nothing can be compared then. */
    private static boolean hasSameNotification(Sql sql, Head known) throws SQLException {
        if (known.id() == null) {
            return true;
        }
        return sql.first(row -> row.getString(1), "SELECT id FROM journal_entry WHERE log_offset = ?", known.offset())
                .map(known.id()::equals)
                .orElse(true);
    }
}
