package io.marketbell.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.cluster.NodeReports.Reported;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportedTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private static NodeReport report(String node, String state, Integer statusSeconds, Integer figuresSeconds) {
        return new NodeReport(
                node,
                "of " + node,
                state,
                NOON,
                Duration.ZERO,
                0,
                null,
                statusSeconds == null ? null : Duration.ofSeconds(statusSeconds),
                figuresSeconds == null ? null : new byte[1],
                figuresSeconds == null ? null : Duration.ofSeconds(figuresSeconds),
                node.equals("self"));
    }

    private static Reported reported(NodeReport... nodes) {
        return new Reported(NOON, List.of(nodes));
    }

    @Test
    void oldestAgeIsThatOfRunningNodes() {
        Reported reported = reported(
                report("self", NodeReport.RUNNING, 0, null),
                report("a", NodeReport.RUNNING, 7, null),
                report("b", NodeReport.RUNNING, null, null),
                report("c", NodeReport.DEAD, 90, null));

        assertThat(reported.oldestAge()).isEqualTo(Duration.ofSeconds(7));
        assertThat(reported().oldestAge()).isZero();
    }

    @Test
    void runningNodesWithoutRecentFiguresAreMissing() {
        Reported reported = reported(
                report("self", NodeReport.RUNNING, 0, null),
                report("a", NodeReport.RUNNING, 0, 30),
                report("b", NodeReport.RUNNING, 0, 31),
                report("c", NodeReport.RUNNING, 0, null),
                report("d", NodeReport.STOPPED, 0, null));

        assertThat(reported.missing()).isEqualTo(2);
    }
}
