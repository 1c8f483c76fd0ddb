package io.marketbell.bench.load;

import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Priority;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** The results of a completed push run. */
final class PushReport {
    private final Options options;
    private final List<Loop> loops;
    private final PublisherThread.Log log;
    private final Map<String, Histogram> latencies;

    PushReport(Options options, List<Loop> loops, PublisherThread.Log log, Map<String, Histogram> latencies) {
        this.options = options;
        this.loops = loops;
        this.log = log;
        this.latencies = latencies;
    }

    RunReport write(double connectSeconds) {
        RunReport runReport = new RunReport(options.text("title").isEmpty() ? "Push" : options.text("title"));
        for (Priority priority : Priority.values()) {
            Histogram all = new Histogram(3);
            latencies.forEach((name, histogram) -> {
                if (name.startsWith(priority.name())) {
                    all.add(histogram);
                }
            });
            if (all.getTotalCount() > 0) {
                runReport.latency(priority.name(), all);
            }
        }
        latencies.forEach(runReport::latency);
        if (log.requests().getTotalCount() > 0) {
            runReport.latency("REST request", log.requests());
            runReport.latency("publisher behind its schedule", log.lateness());
        }

        ReceiveCounters.Counts counts = new ReceiveCounters.Counts();
        Map<String, Long> events = new TreeMap<>();
        for (Loop loop : loops) {
            counts.add(loop.counters().published());
            loop.counters().events().forEach((name, count) -> events.merge(name, count, Long::sum));
        }
        runReport.section("deliveries", deliveries(connectSeconds, counts));
        runReport.section("whole run, expected and received", completeness(counts));
        runReport.section("connections", events.isEmpty() ? Map.of("closed, refused or out of order", 0) : events);
        Map<String, Long> troubles = PublisherThread.Log.sums(log.troubles);
        runReport.section("publishing", troubles.isEmpty() ? Map.of("errors", 0) : troubles);
        return runReport.section("options", options.given());
    }

    private Map<String, Object> deliveries(double connectSeconds, ReceiveCounters.Counts counts) {
        double seconds = options.decimal("duration");
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("connections planned", loops.stream().mapToInt(Loop::planned).sum());
        values.put("seconds until all were subscribed", connectSeconds);
        values.put("notifications a second", counts.measured / seconds);
        values.put("frames a second", counts.measuredFrames / seconds);
        values.put(
                "notifications a frame",
                counts.measuredFrames == 0 ? 0.0 : (double) counts.measured / counts.measuredFrames);
        values.put("bytes received", counts.bytes);
        values.put("heartbeats", counts.heartbeats);
        values.put("notifications to stalled and slow ones", counts.ofLaggards);
        return values;
    }

    /** Notifications are missing if they neither arrived nor were reported as conflated or dropped. */
    private Map<String, Object> completeness(ReceiveCounters.Counts counts) {
        Map<String, Object> values = new LinkedHashMap<>();
        long expected = 0;
        for (Map.Entry<String, Long> type :
                PublisherThread.Log.sums(log.expected).entrySet()) {
            long received =
                    counts.byType[NotificationType.valueOf(type.getKey()).ordinal()];
            values.put(
                    type.getKey() + " accepted", log.accepted.get(type.getKey()).sum());
            values.put(type.getKey() + " expected", type.getValue());
            values.put(type.getKey() + " received", received);
            expected += type.getValue();
        }
        values.put("reported as conflated", counts.conflated);
        values.put("reported as dropped", counts.dropped);
        if (expected == 0) {
            // other programs publish, or none: the expected number is unknown
            values.put("received", counts.notifications);
            return values;
        }
        values.put("missing", expected - counts.notifications - counts.conflated - counts.dropped);
        return values;
    }
}
