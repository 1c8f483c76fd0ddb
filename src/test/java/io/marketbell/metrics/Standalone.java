package io.marketbell.metrics;

import io.marketbell.testkit.clock.TestClock;
import java.util.Map;

/** Metrics service on a test clock, read after an interval has ended. */
public final class Standalone {
    public final TestClock clock = TestClock.at("2026-11-23T09:00:00Z");
    public final InProcessMetrics metrics = new InProcessMetrics(clock, clock::nanos, Runnable::run);

    public Snapshot next() {
        clock.advance(Registry.INTERVAL);
        metrics.tick();
        return metrics.snapshot();
    }

    public Distribution lately(Metric metric, Map<String, String> tags) {
        return next().distribution(metric, Window.MINUTE, tags);
    }

    public double total(Metric metric, Map<String, String> tags) {
        return next().value(metric, tags);
    }
}
