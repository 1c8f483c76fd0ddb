package io.marketbell.cluster.redis;

/** Chooses the number of entries of the next read, so that its size in bytes is bounded. Not thread-safe. */
final class ReadSize {
    private static final int MOST = 256;
    private static final int FIRST = 16;
    private static final long MOST_BYTES = 8L << 20;

    private int count = FIRST;
    private long largest;

    void begin() {
        if (largest > 0) {
            count = (int) Math.max(1, Math.min(MOST, MOST_BYTES / largest));
        }
        largest = 0;
    }

    void read(long bytes) {
        largest = Math.max(largest, bytes);
    }

    int count() {
        return count;
    }
}
