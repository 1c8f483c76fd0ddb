package io.marketbell.bench.load;

import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Priority;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * The counters of one reading thread. Only that thread writes; other threads see the counters with a short delay, at
 * the latest after {@link #publish}, and take latencies by intervals.
 */
final class ReceiveCounters {
    private static final NotificationType[] TYPES = NotificationType.known().toArray(NotificationType[]::new);
    private static final Priority[] PRIORITIES = Priority.values();
    private static final long LONGEST_MICROS = 600_000_000L;

    /** Frequently updated counters, as plain numbers of the writing thread. */
    static final class Counts {
        long notifications;
        long frames;
        long bytes;
        long measured;
        long measuredFrames;
        long conflated;
        long dropped;
        long heartbeats;
        long ofLaggards;
        final long[] byType = new long[TYPES.length];

        private Counts copy() {
            Counts copy = new Counts();
            copy.add(this);
            return copy;
        }

        void add(Counts other) {
            notifications += other.notifications;
            frames += other.frames;
            bytes += other.bytes;
            measured += other.measured;
            measuredFrames += other.measuredFrames;
            conflated += other.conflated;
            dropped += other.dropped;
            heartbeats += other.heartbeats;
            ofLaggards += other.ofLaggards;
            for (int i = 0; i < byType.length; i++) {
                byType[i] += other.byType[i];
            }
        }
    }

    final Counts counts = new Counts();
    private volatile Counts published = new Counts();
    private final SingleWriterRecorder[] recorders = new SingleWriterRecorder[TYPES.length * PRIORITIES.length];

    /** Rare events by name, for the report. */
    private final Map<String, LongAdder> events = new ConcurrentHashMap<>();

    ReceiveCounters() {
        for (int i = 0; i < recorders.length; i++) {
            recorders[i] = new SingleWriterRecorder(3);
        }
    }

    void latency(NotificationType type, Priority priority, long nanos) {
        long micros = Math.min(Math.max(0, nanos / 1_000), LONGEST_MICROS);
        recorders[type.ordinal() * PRIORITIES.length + priority.ordinal()].recordValue(micros);
    }

    void event(String name) {
        events.computeIfAbsent(name, key -> new LongAdder()).increment();
    }

    void publish() {
        published = counts.copy();
    }

    Counts published() {
        return published;
    }

    Map<String, Long> events() {
        Map<String, Long> sums = new TreeMap<>();
        events.forEach((name, count) -> sums.put(name, count.sum()));
        return sums;
    }

    /** Moves the latencies since the last call into the histograms, by type and priority. */
    void drainInto(Map<String, Histogram> histograms) {
        for (int i = 0; i < recorders.length; i++) {
            Histogram interval = recorders[i].getIntervalHistogram();
            if (interval.getTotalCount() > 0) {
                String name = PRIORITIES[i % PRIORITIES.length] + " " + TYPES[i / PRIORITIES.length];
                histograms.computeIfAbsent(name, key -> new Histogram(3)).add(interval);
            }
        }
    }
}
