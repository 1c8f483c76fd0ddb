package io.marketbell.app;

import io.marketbell.metrics.Metric;
import io.marketbell.metrics.MetricsService;
import java.io.File;

/** The disk of the data directory. Where that does not exist, there is nothing to tell: NaN, and space enough. */
record DataDisk(File directory) {
    /** What an embedded database is left for itself: so much, but no more than a small disk can spare. */
    private static final long RESERVE_BYTES = 16L << 20;

    private static final double RESERVE_SHARE = 0.02;

    void watch(MetricsService metrics) {
        metrics.watch(Metric.DATA_DISK_FREE, this::free);
        metrics.watch(Metric.DATA_DISK_USED, this::used);
    }

    /** Bytes that this process may still use. */
    double free() {
        return directory.getTotalSpace() == 0 ? Double.NaN : directory.getUsableSpace();
    }

    /** The share that is in use, or not for this process. */
    double used() {
        long total = directory.getTotalSpace();
        return total == 0 ? Double.NaN : 1 - (double) directory.getUsableSpace() / total;
    }

    /** Whether more may be written than what the embedded database needs for itself. */
    boolean hasSpace() {
        long total = directory.getTotalSpace();
        return total == 0 || directory.getUsableSpace() > Math.min(RESERVE_BYTES, (long) (total * RESERVE_SHARE));
    }
}
