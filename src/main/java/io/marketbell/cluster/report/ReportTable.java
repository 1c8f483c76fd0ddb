package io.marketbell.cluster.report;

import io.marketbell.database.Microseconds;
import io.marketbell.database.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table {@code node_report}. Times are those of the database's clock. */
final class ReportTable {
    private static final String NOW = "CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000000 AS BIGINT)";

    private final Sql sql;

    ReportTable(Sql sql) {
        this.sql = sql;
    }

    /**
     * A node and its report.
     *
     * @param state in capitals
     * @param status null if there is no report
     * @param statusAge null if there is no report
     * @param figuresAt when its measurements were written, in microseconds; null if there are none
     * @param figuresAge null if there are none
     */
    record Row(
            String incarnation,
            String node,
            String state,
            int wire,
            Instant startedAt,
            Duration beatAge,
            String status,
            Duration statusAge,
            Long figuresAt,
            Duration figuresAge) {}

    List<Row> all() throws SQLException {
        return sql.list(
                row -> new Row(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getInt(4),
                        Microseconds.toInstant(row.getLong(5)),
                        age(row.getObject(6, Long.class)),
                        row.getString(7),
                        age(row.getObject(8, Long.class)),
                        row.getObject(9, Long.class),
                        age(row.getObject(10, Long.class))),
                "SELECT n.incarnation, n.node, n.state, n.wire, n.started_at, " + NOW + " - n.beat_at, r.status, " + NOW
                        + " - r.reported_at, r.figures_at, " + NOW + " - r.figures_at FROM journal_node n LEFT JOIN"
                        + " node_report r ON r.incarnation = n.incarnation ORDER BY n.node, n.started_at,"
                        + " n.incarnation");
    }

    private static Duration age(Long micros) {
        return micros == null ? null : Duration.ofNanos(Math.max(0, micros) * 1_000);
    }

    /** Returns the measurements of these incarnations, as far as there are any. */
    Map<String, byte[]> figures(Collection<String> incarnations) throws SQLException {
        Map<String, byte[]> found = new HashMap<>();
        if (!incarnations.isEmpty()) {
            sql.each(
                    row -> found.put(row.getString(1), row.getBytes(2)),
                    "SELECT incarnation, figures FROM node_report WHERE incarnation = ANY(?) AND figures IS NOT NULL",
                    incarnations);
        }
        return found;
    }

    void saveStatus(String incarnation, String status) throws SQLException {
        int updated = sql.update(
                "UPDATE node_report SET status = ?, reported_at = " + NOW + " WHERE incarnation = ?",
                status,
                incarnation);
        if (updated == 0) {
            sql.update(
                    "INSERT INTO node_report (incarnation, status, reported_at) VALUES (?, ?, " + NOW + ")",
                    incarnation,
                    status);
        }
    }

    void saveFigures(String incarnation, byte[] figures) throws SQLException {
        sql.update(
                "UPDATE node_report SET figures = ?, figures_at = " + NOW + " WHERE incarnation = ?",
                figures,
                incarnation);
    }
}
