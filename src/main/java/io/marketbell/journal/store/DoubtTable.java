package io.marketbell.journal.store;

import io.marketbell.database.Sql;
import io.marketbell.journal.store.Doubts.Range;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HexFormat;

/** The ranges of doubt in {@code journal_node}. */
public final class DoubtTable {
    /** The node of ranges that no node has left: an earlier release, or the replacement of the log. */
    private static final String NO_NODE = "";

    private DoubtTable() {}

    /** Returns the doubts about all incarnations except one. While an incarnation runs, its range ends at the head. */
    public static Doubts of(Sql sql, String exceptIncarnation) throws SQLException {
        return new Doubts(sql.list(
                row -> new Range(row.getLong(1), row.getLong(2)),
                "SELECT n.doubt_from, COALESCE(n.doubt_through, h.head) FROM journal_node n JOIN journal_head h ON h.id = 1"
                        + " WHERE n.incarnation <> ? AND n.doubt_from <= COALESCE(n.doubt_through, h.head)",
                exceptIncarnation));
    }

    /** Puts every offset up to the given one in doubt. */
    static void addAllThrough(Sql sql, long through) throws SQLException {
        sql.update(
                "INSERT INTO journal_node (incarnation, node, cluster_mode, state, wire, started_at, beat_at, doubt_from,"
                        + " doubt_through) VALUES (?, ?, ?, 'DEAD', 0, 0, 0, 0, ?)",
                HexFormat.of().toHexDigits(new SecureRandom().nextLong()),
                NO_NODE,
                NO_NODE,
                through);
    }

    /** Removes the ranges of ended incarnations, because another range contains them. */
    static void removeEnded(Sql sql) throws SQLException {
        sql.update("DELETE FROM journal_node WHERE state <> 'RUNNING'");
    }

    static boolean hasRunning(Sql sql) throws SQLException {
        return sql.number("SELECT COUNT(*) FROM journal_node WHERE state = 'RUNNING'") > 0;
    }

    /** Returns the highest offset in doubt of ended incarnations; 0 if there is none. */
    static long highestEnded(Sql sql) throws SQLException {
        return sql.number("SELECT COALESCE(MAX(doubt_through), 0) FROM journal_node");
    }

    /** @return false if the incarnation no longer counts as running; nothing was changed then */
    public static boolean moveOwn(Sql sql, String incarnation, long doubtFrom) throws SQLException {
        return sql.update(
                        "UPDATE journal_node SET doubt_from = ? WHERE incarnation = ? AND state = 'RUNNING'",
                        doubtFrom,
                        incarnation)
                == 1;
    }
}
