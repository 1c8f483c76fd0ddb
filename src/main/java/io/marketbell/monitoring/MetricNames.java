package io.marketbell.monitoring;

import io.marketbell.metrics.Metric;
import io.marketbell.notification.Spelling;
import io.marketbell.problem.Problem;
import io.marketbell.problem.ProblemException;
import io.marketbell.problem.ProblemType;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Looks up a metric, route or instrument by name. If it does not exist, the problem suggests the available names. */
final class MetricNames {
    private static final List<String> METRICS =
            Arrays.stream(Metric.values()).map(Metric::metricName).toList();

    private MetricNames() {}

    static Metric metric(String name) {
        return Metric.named(name).orElseThrow(() -> missing("metric", name, METRICS));
    }

    static ProblemException missing(String kind, String name, Collection<String> known) {
        String detail =
                "unknown " + kind + " " + Spelling.excerpt(name) + (known.isEmpty() ? "" : Spelling.hint(name, known));
        return new ProblemException(Problem.of(ProblemType.NOT_FOUND, detail));
    }
}
