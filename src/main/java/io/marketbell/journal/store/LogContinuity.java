package io.marketbell.journal.store;

import io.marketbell.database.Sql;
import io.marketbell.journal.store.HeadTable.HeadRow;
import io.marketbell.journal.store.LogState.Head;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Checks that the log in the database is the known one or has grown from it. It is not if the database was restored or
 * lost commits in a failover: its epoch then differs, its head is behind, or it has different notifications at known
 * offsets. Thread-safe.
 */
public final class LogContinuity {
    private final LogState state;
    private final RecentIds recent;

    public LogContinuity(LogState state) {
        this.state = state;
        this.recent = state.recentIds();
    }

    /** The log as known at some time. */
    public record Known(String epoch, Head head) {}

    /** Must be called before the head is read from the database: other threads may learn of later entries meanwhile. */
    public Known known() {
        // in this order: a reset changes the head first
        String epoch = state.epoch();
        return new Known(epoch, state.seenHead());
    }

    /** @param found the head in the database; null if the database is empty */
    public boolean holds(Sql sql, Known known, HeadRow found) throws SQLException {
        if (found == null || !found.epoch().equals(known.epoch) || found.offset() < known.head.offset()) {
            return false;
        }
        Optional<Boolean> sameAtHead = sameNotification(sql, found, known.head);
        return sameAtHead.isPresent()
                ? sameAtHead.get()
                : !recent.contradict(recentIds(sql, known.head.offset()), known.head.offset());
    }

    /** Returns whether a log has grown from its head at an earlier time; true if nothing can be compared. */
    static boolean hasGrownFrom(Sql sql, HeadRow found, Head known) throws SQLException {
        return found.offset() >= known.offset()
                && sameNotification(sql, found, known).orElse(true);
    }

    /**
     * Must be called in a transaction that must not write to a different log.
     *
     * @param epoch the epoch that the caller expects
     */
    public void demand(Sql sql, String epoch) throws SQLException {
        Known known = new Known(epoch, state.seenHead());
        demand(sql, known, HeadTable.read(sql));
    }

    /** @throws SQLException if the log in the database is not the known one */
    public void demand(Sql sql, Known known, HeadRow found) throws SQLException {
        if (!holds(sql, known, found)) {
            throw new SQLException("the log in the database is not the log of this node", "08000");
        }
    }

    /** Returns empty if nothing can be compared: the id is unknown, or the notification has expired and was deleted. */
    private static Optional<Boolean> sameNotification(Sql sql, HeadRow found, Head known) throws SQLException {
        if (known.offset() == 0) {
            return Optional.of(true);
        }
        if (known.id() == null) {
            return Optional.empty();
        }
        if (found.offset() == known.offset() && found.id() != null) {
            return Optional.of(found.id().equals(known.id()));
        }
        return sql.first(row -> row.getString(1), "SELECT id FROM journal_entry WHERE log_offset = ?", known.offset())
                .map(known.id()::equals);
    }

    /** Returns the highest entry that the log in the database has in common with the announced one, if it is known. */
    public Optional<Head> lastCommon(Sql sql) throws SQLException {
        return recent.lastCommon(recentIds(sql, state.head()));
    }

    private Map<Long, String> recentIds(Sql sql, long through) throws SQLException {
        Map<Long, String> ids = new HashMap<>();
        long oldest = recent.oldest();
        if (oldest > 0) {
            sql.each(
                    row -> ids.put(row.getLong(1), row.getString(2)),
                    "SELECT log_offset, id FROM journal_entry WHERE log_offset >= ? AND log_offset <= ?",
                    oldest,
                    through);
        }
        return ids;
    }
}
