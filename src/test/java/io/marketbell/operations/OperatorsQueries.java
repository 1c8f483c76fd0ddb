package io.marketbell.operations;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The queries of the rules and the dashboard to a running server. */
public final class OperatorsQueries {
    private OperatorsQueries() {}

    /** Metric names that no declaration in the product contains; a running server must show them. */
    public static Set<String> metricsToBeSeen() {
        Set<String> asked = new TreeSet<>();
        Stream.concat(
                        new PrometheusRules().all().stream().map(PrometheusRules.Rule::expr),
                        new GrafanaDashboard().expressions().stream())
                .forEach(expression ->
                        asked.addAll(PromQl.of(expression).selectors().keySet()));
        return new ShownMetrics().toBeSeen(asked);
    }

    /** Returns whether only nodes in the mode {@code redis} show the metric. */
    public static boolean needsRedis(String metric) {
        return metric.startsWith("marketbell_cluster_bus_") || metric.startsWith("marketbell_rate_limit_shared_");
    }
}
