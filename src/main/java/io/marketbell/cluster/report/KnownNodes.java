package io.marketbell.cluster.report;

import io.marketbell.cluster.NodeReport;
import io.marketbell.cluster.NodeStatus;
import io.marketbell.cluster.report.ReportTable.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Converts rows of the database into reports. A node that was started several times has a row for each incarnation whose
 * offsets are in doubt; only its running or latest one is reported.
 *
 * @param age the time since the rows were read
 * @param figures returns the measurements of an incarnation, or null
 */
record KnownNodes(List<Row> rows, Duration age, Function<String, byte[]> figures) {
    private static final Comparator<Row> LATEST =
            Comparator.comparing(ReportExchange::isRunning).thenComparing(Row::startedAt);

    /** @param self replaces the rows of this node, as far as it knows better */
    List<NodeReport> reports(NodeReport self) {
        Map<String, Row> byNode = new TreeMap<>();
        for (Row row : rows) {
            byNode.merge(row.node(), row, (one, other) -> LATEST.compare(one, other) > 0 ? one : other);
        }
        byNode.remove(self.node());
        List<NodeReport> reports = new ArrayList<>();
        reports.add(self);
        byNode.values().forEach(row -> reports.add(report(row)));
        reports.sort(Comparator.comparing(NodeReport::node));
        return reports;
    }

    private NodeReport report(Row row) {
        NodeStatus status = status(row.status());
        byte[] content = figures.apply(row.incarnation());
        return new NodeReport(
                row.node(),
                row.incarnation(),
                row.state().toLowerCase(Locale.ROOT),
                row.startedAt(),
                row.beatAge().plus(age),
                row.wire(),
                status,
                status == null ? null : row.statusAge().plus(age),
                content,
                content == null ? null : row.figuresAge().plus(age),
                false);
    }

    /** Returns null if there is no status, or if it is that of a release with another format. */
    private static NodeStatus status(String text) {
        try {
            return text == null ? null : StatusJson.read(text);
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }
}
