package io.marketbell.monitoring.merge;

import io.marketbell.health.Alert;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Merges the alerts of several nodes: an alert has the worst of its states, and the earliest start of this state.
 *
 * @param nodes the names of the nodes that have the alert in this state, by the name of the alert
 */
record MergedAlerts(List<Alert> alerts, Map<String, List<String>> nodes) {
    private static final List<String> STATES = List.of("inactive", "pending", "firing");

    /** @param byNode the alerts of each node by its name */
    static MergedAlerts of(Map<String, List<Alert>> byNode) {
        Map<String, Alert> merged = new LinkedHashMap<>();
        byNode.values()
                .forEach(alerts -> alerts.forEach(alert -> merged.merge(alert.name(), alert, MergedAlerts::worse)));
        Map<String, List<String>> nodes = new LinkedHashMap<>();
        byNode.forEach((node, alerts) -> alerts.stream()
                .filter(alert -> alert.state().equals(merged.get(alert.name()).state()))
                .forEach(alert -> nodes.computeIfAbsent(alert.name(), unused -> new ArrayList<>())
                        .add(node)));
        return new MergedAlerts(List.copyOf(merged.values()), nodes);
    }

    private static Alert worse(Alert one, Alert other) {
        int byState = Integer.compare(STATES.indexOf(one.state()), STATES.indexOf(other.state()));
        if (byState != 0) {
            return byState > 0 ? one : other;
        }
        return one.since().isAfter(other.since()) ? other : one;
    }
}
