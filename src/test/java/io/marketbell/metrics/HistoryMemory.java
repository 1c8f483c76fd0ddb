package io.marketbell.metrics;

import java.util.Arrays;
import java.util.stream.Stream;

/** Estimates the memory used by the history of all series of a registry. */
final class HistoryMemory {
    private HistoryMemory() {}

    static long bytes(Registry registry) {
        long points = Stream.of(Metric.values())
                .filter(metric -> metric.kind() != Metric.Kind.DURATION)
                .flatMap(metric -> registry.family(metric).all().stream())
                .mapToLong(series -> bytes(series.points()))
                .sum();
        return points + durations(registry).mapToLong(HistoryMemory::bytes).sum();
    }

    /** Returns the part of {@link #bytes} that grows with the number of recordings. */
    static long intervalBytes(Registry registry) {
        return durations(registry).mapToLong(past -> bytes(past.intervals)).sum();
    }

    private static Stream<PastDurations> durations(Registry registry) {
        return Stream.of(Metric.values())
                .filter(metric -> metric.kind() == Metric.Kind.DURATION)
                .flatMap(metric -> Stream.concat(
                        registry.timings(metric).all().stream().map(TimingSeries::past),
                        Stream.of(registry.total(metric))));
    }

    private static long bytes(PastDurations past) {
        long running = past.hour == null ? 0 : 2L * past.hour.getEstimatedFootprintInBytes();
        return bytes(past.intervals) + bytes(past.points()) + running;
    }

    private static long bytes(FigureHistory points) {
        return (long) points.fine.length * (points.fine[0].length + points.coarse[0].length) * Float.BYTES;
    }

    private static long bytes(IntervalDistributions intervals) {
        return 16L
                + 4L * IntervalDistributions.KEPT
                + Arrays.stream(intervals.compressed)
                        .mapToLong(each -> each.length == 0 ? 0 : 16 + (each.length + 7) / 8 * 8)
                        .sum();
    }
}
