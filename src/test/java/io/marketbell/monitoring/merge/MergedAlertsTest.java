package io.marketbell.monitoring.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.health.Alert;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MergedAlertsTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private static Alert alert(String name, String state, int since) {
        return new Alert(name, "page", state, NOON.plusSeconds(since), null, null, null, null, null, null);
    }

    @Test
    void alertHasItsWorstStateAndNamesTheNodesThatHaveIt() {
        Map<String, List<Alert>> byNode = new TreeMap<>(Map.of(
                "a", List.of(alert("Slow", "firing", 5), alert("Lost", "inactive", 0)),
                "b", List.of(alert("Slow", "pending", 0), alert("Lost", "inactive", 3)),
                "c", List.of(alert("Slow", "firing", 2))));

        MergedAlerts merged = MergedAlerts.of(byNode);

        assertThat(merged.alerts()).containsExactly(alert("Slow", "firing", 2), alert("Lost", "inactive", 0));
        assertThat(merged.nodes()).isEqualTo(Map.of("Slow", List.of("a", "c"), "Lost", List.of("a", "b")));
    }
}
