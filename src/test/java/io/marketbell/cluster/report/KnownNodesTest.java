package io.marketbell.cluster.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.marketbell.cluster.NodeReport;
import io.marketbell.cluster.report.ReportTable.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownNodesTest {
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    private static Row row(String node, String incarnation, String state, int startedAfter) {
        return new Row(
                incarnation,
                node,
                state,
                1,
                START.plusSeconds(startedAfter),
                Duration.ofSeconds(1),
                null,
                null,
                null,
                null);
    }

    private static NodeReport self(String node) {
        return new NodeReport(node, "own", NodeReport.RUNNING, START, Duration.ZERO, 1, null, null, null, null, true);
    }

    private static List<NodeReport> reports(Row... rows) {
        return new KnownNodes(List.of(rows), Duration.ofSeconds(3), incarnation -> null).reports(self("b"));
    }

    @Test
    void nodesAreInTheOrderOfTheirNames() {
        assertThat(reports(row("c", "1", "RUNNING", 0), row("a", "2", "STOPPED", 0)))
                .extracting(NodeReport::node, NodeReport::state)
                .containsExactly(tuple("a", "stopped"), tuple("b", "running"), tuple("c", "running"));
    }

    @Test
    void runningIncarnationIsReportedEvenIfADeadOneStartedLater() {
        assertThat(reports(row("a", "old", "RUNNING", 0), row("a", "new", "DEAD", 9)))
                .extracting(NodeReport::incarnation)
                .containsExactly("old", "own");
    }

    @Test
    void latestOfSeveralEndedIncarnationsIsReported() {
        assertThat(reports(row("a", "new", "DEAD", 9), row("a", "old", "DEAD", 0)))
                .extracting(NodeReport::incarnation)
                .containsExactly("new", "own");
    }

    @Test
    void rowsOfThisNodeAreReplacedByItsOwnReport() {
        assertThat(reports(row("b", "former", "DEAD", 0), row("b", "own", "RUNNING", 5)))
                .extracting(NodeReport::incarnation)
                .containsExactly("own");
    }

    @Test
    void agesIncludeTheTimeSinceTheRowsWereRead() {
        assertThat(reports(row("a", "1", "RUNNING", 0)).get(0).heartbeatAge()).isEqualTo(Duration.ofSeconds(4));
    }
}
