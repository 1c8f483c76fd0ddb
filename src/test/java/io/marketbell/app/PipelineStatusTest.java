package io.marketbell.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.cluster.Member;
import io.marketbell.cluster.Members;
import io.marketbell.cluster.clock.ClusterClock;
import io.marketbell.cluster.local.LocalBus;
import io.marketbell.testkit.clock.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PipelineStatusTest {
    private final TestClock local = new TestClock();
    private final ClusterClock clock = new ClusterClock(local);
    private String refusal = "";

    private PortAdapters.PipelineStatus status() {
        return new PortAdapters.PipelineStatus(
                null, null, null, new OneNode(), clock, new LocalBus(), () -> false, () -> "", 1, 1);
    }

    private String refusal() {
        return status().refusal();
    }

    @Test
    void nodeIsRefusedWhileItsClockDiffersByMoreThan30Seconds() {
        assertThat(refusal()).isEmpty();
        clock.adjust(local.instant().minusSeconds(31), Duration.ZERO);
        assertThat(refusal()).contains("clock").contains("30 seconds");

        clock.adjust(local.instant().minusSeconds(30), Duration.ZERO);

        assertThat(refusal()).isEmpty();
    }

    @Test
    void refusalByAnotherNodeComesFirst() {
        refusal = "another node has the same name";
        clock.adjust(local.instant().plusSeconds(60), Duration.ZERO);

        assertThat(refusal()).isEqualTo(refusal);
    }

    @Test
    void aWrongClockDoesNotPreventTheUseOfTheDatabase() {
        clock.adjust(local.instant().plusSeconds(60), Duration.ZERO);
        assertThat(status().mustNotUseDatabase()).isFalse();

        refusal = "another node has the same name";
        assertThat(status().mustNotUseDatabase()).isTrue();
    }

    @Test
    void singleNodeHasNoBus() {
        assertThat(status().hasBus()).isFalse();
        assertThat(status().isBusUp()).isTrue();
    }

    private final class OneNode implements Members {
        @Override
        public Optional<Member> self() {
            return Optional.empty();
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
}
