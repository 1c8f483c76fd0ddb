package io.marketbell.monitoring.query;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.http.problem.ProblemType;
import io.marketbell.json.Spelling;
import io.marketbell.metrics.Metric;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Looks up a metric, route or instrument by name. If it does not exist, the problem suggests the available names. */
public final class MetricNames {
    private static final List<String> METRICS =
            Arrays.stream(Metric.values()).map(Metric::metricName).toList();

    private MetricNames() {}

    public static Metric metric(String name) {
        return Metric.named(name).orElseThrow(() -> missing("metric", name, METRICS));
    }

    public static ProblemException missing(String kind, String name, Collection<String> names) {
        String detail =
                "unknown " + kind + " " + Spelling.excerpt(name) + (names.isEmpty() ? "" : Spelling.hint(name, names));
        return new ProblemException(Problem.of(ProblemType.NOT_FOUND, detail));
    }
}
