package io.marketbell.metrics;

import io.marketbell.metrics.MetricsService.Count;
import io.marketbell.metrics.MetricsService.Tagged;
import io.marketbell.metrics.MetricsService.Timing;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures the cost of recording with one thread and with two threads that record to the same series, compared with a
 * Micrometer timer with percentiles. Run with {@code -prof gc} to measure allocation.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MetricsBenchmark {
    private final InProcessMetrics metrics =
            new InProcessMetrics(InstantSource.system(), System::nanoTime, Runnable::run);
    private final Tagged<? extends Timing> requests = metrics.timings(Metric.HTTP_REQUEST_DURATION);
    private final Timing order = metrics.timings(Metric.ORDER_DURATION).of("accepted");
    private final Timing delivery = metrics.timings(Metric.WS_DELIVERY_DURATION).of("LOW");
    private final Count orders = metrics.counts(Metric.ORDERS).of("accepted");
    private final Timer micrometer =
            Timer.builder("order").publishPercentiles(0.5, 0.95, 0.99, 0.999).register(new SimpleMeterRegistry());

    /** Durations spread over the histogram's cells like real ones. */
    @State(Scope.Thread)
    public static class Durations {
        private long seed = Thread.currentThread().getId() * 0x9E3779B97F4A7C15L;

        long next() {
            seed = seed * 6364136223846793005L + 1442695040888963407L;
            return 1_000_000 + (seed >>> 40);
        }
    }

    @Benchmark
    @Threads(1)
    public void ours1(Durations durations) {
        order.record(durations.next());
    }

    @Benchmark
    @Threads(2)
    public void ours2(Durations durations) {
        order.record(durations.next());
    }

    @Benchmark
    @Threads(1)
    public void oursByTags1(Durations durations) {
        requests.of("GET", "/api/v1/notifications", "2xx").record(durations.next());
    }

    @Benchmark
    @Threads(2)
    public void oursByTags2(Durations durations) {
        requests.of("GET", "/api/v1/notifications", "2xx").record(durations.next());
    }

    @Benchmark
    @Threads(1)
    public void delivery1(Durations durations) {
        delivery.record(durations.next());
    }

    @Benchmark
    @Threads(2)
    public void delivery2(Durations durations) {
        delivery.record(durations.next());
    }

    @Benchmark
    @Threads(2)
    public void count2() {
        orders.increment();
    }

    @Benchmark
    @Threads(1)
    public void micrometer1(Durations durations) {
        micrometer.record(durations.next(), TimeUnit.NANOSECONDS);
    }

    @Benchmark
    @Threads(2)
    public void micrometer2(Durations durations) {
        micrometer.record(durations.next(), TimeUnit.NANOSECONDS);
    }
}
