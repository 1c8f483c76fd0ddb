package io.marketbell.cluster.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.cluster.Member;
import io.marketbell.cluster.Members;
import io.marketbell.cluster.NodeReport;
import io.marketbell.cluster.NodeReports.Reported;
import io.marketbell.cluster.NodeStatus;
import io.marketbell.cluster.SelfReport;
import io.marketbell.testkit.clock.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LocalReportsTest {
    private final TestClock clock = new TestClock();
    private final OneMember members = new OneMember();
    private final LocalReports reports = new LocalReports(new SelfReport("node-1", 2, members), clock);

    private static final class OneMember implements Members {
        private Member self;
        private String refusal = "";

        @Override
        public Optional<Member> self() {
            return Optional.ofNullable(self);
        }

        @Override
        public List<Member> alive() {
            return List.of();
        }

        @Override
        public String refusal() {
            return refusal;
        }

        @Override
        public Map<String, Long> states() {
            return Map.of();
        }

        @Override
        public Duration heartbeatAge() {
            return Duration.ZERO;
        }

        @Override
        public long failedHeartbeats() {
            return 0;
        }
    }

    private NodeReport self() {
        clock.advance(Duration.ofSeconds(1));
        return reports.latest().nodes().get(0);
    }

    @Test
    void nodeThatHasJoinedReportsItsStatus() {
        NodeStatus status = new NodeStatus("k3f", "0.2.0", "healthy", 4, 0, 0, "NONE", 15);
        Instant since = clock.instant();
        members.self = new Member("node-1", "00c1", since);
        reports.statusFrom(() -> status);

        assertThat(self())
                .isEqualTo(new NodeReport(
                        "node-1",
                        "00c1",
                        NodeReport.RUNNING,
                        since,
                        Duration.ZERO,
                        2,
                        status,
                        Duration.ZERO,
                        null,
                        null,
                        true));
    }

    @Test
    void nodeIsJoiningUntilItHasJoinedAndRefusedWhileItIsRefused() {
        assertThat(self().state()).isEqualTo(NodeReport.JOINING);
        assertThat(self().status()).isNull();

        members.refusal = "another node has this name";
        assertThat(self().state()).isEqualTo(NodeReport.REFUSED);
    }

    @Test
    void theSameObjectIsReturnedWithinASecond() {
        Reported first = reports.latest();
        clock.advance(Duration.ofMillis(999));
        assertThat(reports.latest()).isSameAs(first);

        clock.advance(Duration.ofMillis(1));
        assertThat(reports.latest()).isNotSameAs(first);
    }
}
