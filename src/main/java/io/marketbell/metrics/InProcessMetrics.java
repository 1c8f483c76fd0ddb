package io.marketbell.metrics;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** Implementation of the service on top of the registry, independent of a container. */
public final class InProcessMetrics implements MetricsService {
    private final Registry registry;
    private final SnapshotCache cache;
    private final LongSupplier nanoClock;

    /**
     * @param clock determines the intervals
     * @param nanoClock measures the cost of snapshots
     * @param elsewhere executor that creates an overdue snapshot
     */
    public InProcessMetrics(InstantSource clock, LongSupplier nanoClock, Executor elsewhere) {
        this.registry = new Registry(clock);
        this.nanoClock = nanoClock;
        this.cache = new SnapshotCache(this::make, elsewhere, clock);
        registry.counts(Metric.SNAPSHOT_HITS).of().source(cache::hits);
    }

    private Snapshot make() {
        long began = nanoClock.getAsLong();
        Snapshot made = registry.tick();
        timings(Metric.SNAPSHOT_DURATION).of().record(nanoClock.getAsLong() - began);
        return made;
    }

    @Override
    public Tagged<? extends Timing> timings(Metric metric) {
        return registry.timings(metric);
    }

    @Override
    public Tagged<? extends Count> counts(Metric metric) {
        return registry.counts(metric);
    }

    @Override
    public void watch(Metric metric, DoubleSupplier source, String... tagValues) {
        if (metric.kind() == Metric.Kind.COUNTER) {
            registry.counts(metric).make(tagValues).source(source);
        } else {
            registry.gauges(metric).make(tagValues).source(source);
        }
    }

    @Override
    public Snapshot snapshot() {
        return cache.get();
    }

    @Override
    public MetricHistory history(MetricHistory.HistoryQuery question) {
        return new MetricHistoryReader(registry, question).read();
    }

    /** Must be called every ten seconds. */
    public void tick() {
        cache.refresh();
    }

    public Registry registry() {
        return registry;
    }
}
