package io.marketbell.metrics;

import java.util.Map;

/** Metrics service on a test clock, read after an interval has ended. */
final class Standalone {
    final TestClock clock = new TestClock();
    final InProcessMetrics metrics = new InProcessMetrics(clock, clock::nanos, Runnable::run);

    Snapshot next() {
        clock.advance(Registry.INTERVAL);
        metrics.tick();
        return metrics.snapshot();
    }

    Distribution lately(Metric metric, Map<String, String> tags) {
        return next().distribution(metric, Window.MINUTE, tags);
    }

    double total(Metric metric, Map<String, String> tags) {
        return next().value(metric, tags);
    }
}
