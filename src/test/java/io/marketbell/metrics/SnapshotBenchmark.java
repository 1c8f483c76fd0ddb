package io.marketbell.metrics;

import io.marketbell.metrics.MetricsService.Timing;
import io.marketbell.testkit.clock.TestClock;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures the cost of creating a snapshot of 100 duration series with a busy last hour, and of reading one. Without
 * the cache, twenty readers a second would cost twenty snapshots a second. With the cache, they cost one tenth of a
 * snapshot and twenty reads.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class SnapshotBenchmark {
    private static final int SERIES = 100;

    private final TestClock clock = TestClock.at("2026-11-23T09:00:00Z");
    private final Registry registry = new Registry(clock);
    private final Random random = new Random(1);
    private SnapshotCache cache;

    @Setup
    public void anHour() {
        for (int interval = 0; interval < Window.HOUR.intervals(); interval++) {
            record(100);
            clock.advance(Registry.INTERVAL);
            registry.tick();
        }
        cache = new SnapshotCache(registry::tick, Runnable::run, clock);
    }

    private void record(int each) {
        for (int series = 0; series < SERIES; series++) {
            Timing timing = registry.timings(Metric.HTTP_REQUEST_DURATION).of("GET", "/route" + series, "2xx");
            for (int i = 0; i < each; i++) {
                timing.record((long) (5e6 * Math.exp(0.6 * random.nextGaussian())));
            }
        }
    }

    @Benchmark
    public Snapshot made() {
        record(1);
        clock.advance(Registry.INTERVAL);
        return registry.tick();
    }

    @Benchmark
    public Snapshot read() {
        return cache.get();
    }
}
