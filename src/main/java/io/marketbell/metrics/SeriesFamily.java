package io.marketbell.metrics;

import io.marketbell.metrics.MetricsService.Tagged;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/** All series of one metric. The number of series is capped; all series above the cap share one overflow series. */
public final class SeriesFamily<S extends Series> implements Tagged<S> {
    private final Metric metric;
    private final Function<Map<String, String>, S> newSeries;
    private final Node<S> root = new Node<>();
    private final List<S> all = new CopyOnWriteArrayList<>();
    private final LongAdder folded = new LongAdder();
    private S other;

    private static final class Node<S> {
        final Map<String, Node<S>> children = new ConcurrentHashMap<>(4);
        volatile S series;

        Node<S> find(String value) {
            return children.get(value);
        }
    }

    SeriesFamily(Metric metric, Function<Map<String, String>, S> newSeries) {
        this.metric = metric;
        this.newSeries = newSeries;
    }

    @Override
    public S of() {
        return root.series == null ? make() : root.series;
    }

    @Override
    public S of(String first) {
        Node<S> node = root.find(first);
        return node == null || node.series == null ? make(first) : node.series;
    }

    @Override
    public S of(String first, String second) {
        Node<S> node = root.find(first);
        node = node == null ? null : node.find(second);
        return node == null || node.series == null ? make(first, second) : node.series;
    }

    @Override
    public S of(String first, String second, String third) {
        Node<S> node = root.find(first);
        node = node == null ? null : node.find(second);
        node = node == null ? null : node.find(third);
        return node == null || node.series == null ? make(first, second, third) : node.series;
    }

    synchronized S make(String... values) {
        if (values.length != metric.tags().size()) {
            throw new IllegalArgumentException(metric.metricName() + " has the tags " + metric.tags());
        }
        Node<S> node = root;
        for (String value : values) {
            node = node == null ? null : node.find(value);
        }
        if (node != null && node.series != null) {
            return node.series;
        }
        if (all.size() - (other == null ? 0 : 1) >= metric.cap()) {
            folded.increment();
            return other();
        }
        node = root;
        for (String value : values) {
            node = node.children.computeIfAbsent(value, unused -> new Node<>());
        }
        node.series = add(values);
        return node.series;
    }

    private S other() {
        if (other == null) {
            String[] values = new String[metric.tags().size()];
            Arrays.fill(values, Metric.OTHER);
            other = add(values);
        }
        return other;
    }

    private S add(String[] values) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            tags.put(metric.tags().get(i), values[i]);
        }
        S made = newSeries.apply(Collections.unmodifiableMap(tags));
        all.add(made);
        return made;
    }

    /** Returns how often tags were mapped to the overflow series. */
    long folded() {
        return folded.sum();
    }

    public List<S> all() {
        return all;
    }

    List<S> matching(Map<String, String> tags) {
        return all.stream()
                .filter(series -> series.tags().entrySet().containsAll(tags.entrySet()))
                .toList();
    }
}
