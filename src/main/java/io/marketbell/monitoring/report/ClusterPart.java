package io.marketbell.monitoring.report;

import io.marketbell.health.Alert;
import io.marketbell.monitoring.query.Scope;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which nodes a merged state consists of, and what the others add to the connections of this node.
 *
 * @param scope of the figures; {@code NODE} if those of the others cannot be merged
 * @param self the name of this node
 * @param included the names of the nodes whose measurements are included, this one among them
 * @param missing the names of those whose measurements are not known, or too old
 * @param connections of the other included nodes
 * @param alertNodes the names of the nodes for which an alert is in its merged state, by the name of the alert
 */
public record ClusterPart(
        Scope scope,
        String self,
        List<String> included,
        List<String> missing,
        ConnectionCounts connections,
        Map<String, List<String>> alertNodes) {

    /** Returns the part for figures of this node only: all others are missing. */
    ClusterPart alone() {
        List<String> others = Stream.concat(included.stream(), missing.stream())
                .filter(node -> !node.equals(self))
                .sorted()
                .toList();
        return new ClusterPart(Scope.NODE, self, List.of(self), others, ConnectionCounts.NONE, Map.of());
    }

    List<String> nodesOf(Alert alert) {
        return alertNodes.getOrDefault(alert.name(), List.of());
    }
}
