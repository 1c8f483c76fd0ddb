package io.marketbell.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClusterSettingsTest {
    private static ClusterSettings settings(String name, String node, int nodes, long heartbeat, long deadAfter) {
        return new ClusterSettings(
                ClusterMode.SINGLE, name, node, nodes, Duration.ofMillis(heartbeat), Duration.ofMillis(deadAfter));
    }

    @Test
    void modesAreKnownByTheirWords() {
        assertThat(ClusterMode.of("single")).isEqualTo(ClusterMode.SINGLE);
        assertThat(ClusterMode.of("postgresql")).isEqualTo(ClusterMode.POSTGRESQL);
        assertThatThrownBy(() -> ClusterMode.of("Postgres"))
                .hasMessage("marketbell.cluster.mode is Postgres; it must be one of single, postgresql, redis");
    }

    @Test
    void namesHaveAFewKindsOfCharactersAndABoundedLength() {
        assertThat(settings("mb", "node-1.example_com", 1, 1_000, 5_000).node()).isEqualTo("node-1.example_com");
        for (String invalid : new String[] {"", "-a", "a b", "ä", "a/b", "x".repeat(65)}) {
            assertThatThrownBy(() -> settings("mb", invalid, 1, 1_000, 5_000))
                    .hasMessageStartingWith("marketbell.cluster.node is " + invalid + "; it must have 1 to 64");
            assertThatThrownBy(() -> settings(invalid, "a", 1, 1_000, 5_000))
                    .hasMessageStartingWith("marketbell.cluster.name is");
        }
    }

    @Test
    void aNodeIsNotDeclaredDeadBeforeItHasMissedThreeHeartbeats() {
        assertThat(settings("mb", "a", 1, 1_000, 3_000).deadAfter()).hasSeconds(3);
        assertThatThrownBy(() -> settings("mb", "a", 1, 1_000, 2_999))
                .hasMessage("marketbell.cluster.dead.after.ms is 2999; it must be at least 3000");
        assertThatThrownBy(() -> settings("mb", "a", 1, 10, 5_000)).hasMessageContaining("heartbeat.ms");
        assertThatThrownBy(() -> settings("mb", "a", 0, 1_000, 5_000)).hasMessageContaining("nodes");
    }

    @Test
    void everyHostNameYieldsAValidName() {
        assertThat(ClusterSettings.asName("trading-7")).isEqualTo("trading-7");
        assertThat(ClusterSettings.asName("_a b:c")).isEqualTo("a-b-c");
        assertThat(ClusterSettings.asName("..")).isEqualTo("localhost");
        assertThat(ClusterSettings.asName("h".repeat(200))).hasSize(64);
    }
}
