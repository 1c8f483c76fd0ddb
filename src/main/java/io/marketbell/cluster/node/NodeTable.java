package io.marketbell.cluster.node;

import io.marketbell.cluster.ClusterSettings;
import io.marketbell.database.Microseconds;
import io.marketbell.database.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The table {@code journal_node}. Times are those of the database's clock. */
final class NodeTable {
    static final String RUNNING = "RUNNING";
    static final String STOPPED = "STOPPED";
    static final String DEAD = "DEAD";

    /** Above this number of ended incarnations, their ranges of doubt are merged. */
    static final int ENDED_ROWS = 32;

    private static final Duration STOPPED_KEPT = Duration.ofHours(1);

    private static final String NOW = "CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000000 AS BIGINT)";
    private static final String HEAD = "(SELECT head FROM journal_head WHERE id = 1)";

    private static final String DECLARE_DEAD = "UPDATE journal_node SET state = '" + DEAD + "', doubt_through = " + HEAD
            + " WHERE incarnation = ? AND state = '" + RUNNING + "'";

    private final Sql sql;

    NodeTable(Sql sql) {
        this.sql = sql;
    }

    List<NodeRow> all() throws SQLException {
        return all("wire_oldest");
    }

    /** As {@link #all}, in a schema without the columns of later versions. */
    List<NodeRow> allOfFirstSchema() throws SQLException {
        return all("0");
    }

    private List<NodeRow> all(String wireOldest) throws SQLException {
        return sql.list(
                row -> new NodeRow(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        new Wire(row.getInt(8), row.getInt(9)),
                        Microseconds.toInstant(row.getLong(5)),
                        Microseconds.toInstant(row.getLong(6)),
                        Duration.ofNanos(row.getLong(7) * 1_000)),
                "SELECT incarnation, node, cluster_mode, state, started_at, beat_at, " + NOW + " - beat_at, wire, "
                        + wireOldest + " FROM journal_node ORDER BY node, started_at, incarnation");
    }

    /** Returns the time since the transaction began. PostgreSQL only. */
    Duration transactionAge() throws SQLException {
        long micros = sql.number(
                "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp() - CURRENT_TIMESTAMP) * 1000000 AS BIGINT)");
        return Duration.ofNanos(micros * 1_000);
    }

    /** @param doubtFrom the lowest offset that this incarnation may write without a record of it */
    void add(ClusterSettings settings, String incarnation, long doubtFrom) throws SQLException {
        sql.update(
                "INSERT INTO journal_node (incarnation, node, cluster_mode, state, wire, wire_oldest, started_at, beat_at,"
                        + " doubt_from) VALUES (?, ?, ?, '" + RUNNING + "', ?, ?, " + NOW + ", " + NOW + ", ?)",
                incarnation,
                settings.node(),
                settings.mode().name(),
                Wire.THIS_RELEASE.version(),
                Wire.THIS_RELEASE.oldest(),
                doubtFrom);
    }

    /** Returns whether the incarnation still counts as running. */
    boolean beat(String incarnation) throws SQLException {
        return sql.update(
                        "UPDATE journal_node SET beat_at = " + NOW + " WHERE incarnation = ? AND state = '" + RUNNING
                                + "'",
                        incarnation)
                == 1;
    }

    /**
     * Declares an incarnation dead unless it has sent a heartbeat meanwhile. The offsets from its doubt_from to the head
     * are in doubt from then on.
     */
    boolean declareDead(String incarnation, Duration deadAfter) throws SQLException {
        return sql.update(DECLARE_DEAD + " AND beat_at <= " + NOW + " - ?", incarnation, deadAfter.toNanos() / 1_000)
                == 1;
    }

    /** As {@link #declareDead(String, Duration)}, for an incarnation that cannot be running. */
    void declareDead(String incarnation) throws SQLException {
        sql.update(DECLARE_DEAD, incarnation);
    }

    /** @param doubtFrom the lowest offset whose delivery is not recorded; null if there is none */
    void stop(String incarnation, Long doubtFrom) throws SQLException {
        sql.update(
                "UPDATE journal_node SET state = '" + STOPPED
                        + "', doubt_from = CAST(? AS BIGINT), doubt_through = CASE"
                        + " WHEN CAST(? AS BIGINT) IS NULL THEN NULL ELSE " + HEAD + " END, beat_at = " + NOW
                        + " WHERE incarnation = ? AND state = '" + RUNNING + "'",
                doubtFrom,
                doubtFrom,
                incarnation);
    }

    /** Removes cleanly stopped incarnations of a node. */
    void removeStopped(String node) throws SQLException {
        sql.update(
                "DELETE FROM journal_node WHERE node = ? AND state = '" + STOPPED + "' AND doubt_through IS NULL",
                node);
    }

    Optional<Long> doubtFrom(String incarnation) throws SQLException {
        return sql.first(
                row -> row.getLong(1), "SELECT doubt_from FROM journal_node WHERE incarnation = ?", incarnation);
    }

    /**
     * Removes ended incarnations whose offsets have all expired, and merges the ranges of the others if there are too
     * many. Must be called in a transaction.
     */
    void clean() throws SQLException {
        sql.update("DELETE FROM journal_node WHERE state <> '" + RUNNING + "' AND doubt_through < COALESCE((SELECT"
                + " MIN(log_offset) FROM journal_entry), " + HEAD + " + 1)");
        sql.update(
                "DELETE FROM journal_node WHERE state <> '" + RUNNING + "' AND doubt_through IS NULL AND beat_at < "
                        + NOW + " - ?",
                STOPPED_KEPT.toNanos() / 1_000);
        List<NodeRow> ended = all().stream().filter(row -> !row.isRunning()).toList();
        if (ended.size() > ENDED_ROWS) {
            merge(ended);
        }
    }

    private void merge(List<NodeRow> ended) throws SQLException {
        List<String> incarnations = ended.stream().map(NodeRow::incarnation).toList();
        String kept = incarnations.get(0);
        // another node may merge at the same time: a row that was widened meanwhile must not be narrowed
        sql.update(
                "UPDATE journal_node SET state = '" + DEAD
                        + "', doubt_from = LEAST(doubt_from, (SELECT MIN(doubt_from) FROM"
                        + " journal_node WHERE incarnation = ANY(?) AND doubt_through IS NOT NULL)), doubt_through ="
                        + " GREATEST(doubt_through, (SELECT MAX(doubt_through) FROM journal_node WHERE incarnation ="
                        + " ANY(?))) WHERE incarnation = ?",
                incarnations,
                incarnations,
                kept);
        sql.batch(
                "DELETE FROM journal_node WHERE incarnation = ?",
                incarnations.subList(1, incarnations.size()),
                incarnation -> Sql.values(incarnation));
    }
}
