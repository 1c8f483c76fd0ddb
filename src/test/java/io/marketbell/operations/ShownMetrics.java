package io.marketbell.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.metrics.Metric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The metrics that expressions may use: those that the product exposes. */
final class ShownMetrics {
    /** Metrics of the server itself; MetricsIT finds them in its responses. */
    private static final Set<String> SERVER = Set.of(
            "memory_usedHeap_bytes",
            "memory_maxHeap_bytes",
            "gc_time_seconds",
            "cpu_processCpuUtilization_percent",
            "thread_count",
            "ft_circuitbreaker_opened_total");

    /** Metrics of Prometheus. */
    private static final Set<String> SCRAPER = Set.of("up", "ALERTS");

    private static final Set<String> SCRAPER_LABELS = Set.of("job", "instance");
    private static final Pattern LITERAL = Pattern.compile("\"(marketbell_[a-z_]+)\"");

    private final Map<String, Metric> metrics = new TreeMap<>();
    private final Set<String> others = new TreeSet<>(SERVER);

    ShownMetrics() {
        for (Metric metric : Metric.values()) {
            String name = metric.metricName();
            if (metric.kind() == Metric.Kind.DURATION) {
                Stream.of("_bucket", "_count", "_sum", "_max").forEach(suffix -> metrics.put(name + suffix, metric));
            } else {
                metrics.put(name, metric);
            }
        }
        // metrics that a package exposes by itself are named in its sources
        others.addAll(literals(Path.of("src/main/java")));
        others.removeAll(Arrays.stream(Metric.values()).map(Metric::metricName).toList());
    }

    private static Set<String> literals(Path sources) {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> LITERAL.matcher(read(file)).results().map(match -> match.group(1)))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Checks that all metrics of the expression exist, and their labels if the labels are known. */
    void check(String expression, Set<String> recorded) {
        PromQl query = PromQl.of(expression);
        assertThat(query.selectors()).as(expression).isNotEmpty();
        query.selectors().forEach((name, labels) -> {
            assertThat(metrics.containsKey(name)
                            || others.contains(name)
                            || SCRAPER.contains(name)
                            || recorded.contains(name))
                    .as("%s is a metric of the product, or recorded; in %s", name, expression)
                    .isTrue();
            Metric metric = metrics.get(name);
            if (metric != null) {
                assertThat(labels).as("labels of %s in %s", name, expression).isSubsetOf(labels(metric));
            }
        });
        Set<String> groupable = new HashSet<>(Set.of("job", "instance", "le", "reason", "name", "method", "state"));
        query.selectors()
                .keySet()
                .forEach(name ->
                        Optional.ofNullable(metrics.get(name)).ifPresent(metric -> groupable.addAll(metric.tags())));
        assertThat(query.groupedBy()).as(expression).isSubsetOf(groupable);
    }

    private static Set<String> labels(Metric metric) {
        Set<String> labels = new HashSet<>(SCRAPER_LABELS);
        labels.addAll(metric.tags());
        if (metric.kind() == Metric.Kind.DURATION) {
            labels.add("le");
        }
        return labels;
    }

    /** The names that only a running server can prove to exist: neither of {@link Metric} nor recorded. */
    Set<String> toBeSeen(Set<String> used) {
        return used.stream().filter(others::contains).collect(Collectors.toCollection(TreeSet::new));
    }

    static Stream<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult match) -> match.group(1));
    }
}
