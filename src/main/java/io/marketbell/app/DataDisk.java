package io.marketbell.app;

import io.marketbell.metrics.Metric;
import io.marketbell.metrics.MetricsService;
import java.io.File;

/**
 * The disk of the data directory. If the directory does not exist, the figures are NaN and space counts as sufficient.
 */
record DataDisk(File directory) {
    /** Space reserved for the embedded database, limited to a share of a small disk. */
    private static final long RESERVE_BYTES = 16L << 20;

    private static final double RESERVE_SHARE = 0.02;

    void watch(MetricsService metrics) {
        metrics.watch(Metric.DATA_DISK_FREE, this::free);
        metrics.watch(Metric.DATA_DISK_USED, this::used);
    }

    /** Returns the number of bytes available to this process. */
    double free() {
        return directory.getTotalSpace() == 0 ? Double.NaN : directory.getUsableSpace();
    }

    /** Returns the share that is in use or not available to this process. */
    double used() {
        long total = directory.getTotalSpace();
        return total == 0 ? Double.NaN : 1 - (double) directory.getUsableSpace() / total;
    }

    /** Returns true if more space is available than the reserve of the embedded database. */
    boolean hasSpace() {
        long total = directory.getTotalSpace();
        return total == 0 || directory.getUsableSpace() > Math.min(RESERVE_BYTES, (long) (total * RESERVE_SHARE));
    }
}
