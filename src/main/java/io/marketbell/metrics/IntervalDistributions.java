package io.marketbell.metrics;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.HdrHistogram.Histogram;

/** Compressed distributions of single intervals, covering one hour. The oldest interval is overwritten. */
final class IntervalDistributions {
    /**
     * Larger than the number of intervals that can be queried, so that a query never reads the slot that is being
     * overwritten.
     */
    static final int KEPT = Window.HOUR.intervals() + 6;

    private static final byte[] NOTHING = new byte[0];

    final byte[][] compressed = new byte[KEPT][];

    IntervalDistributions() {
        Arrays.fill(compressed, NOTHING);
    }

    /**
     * @param tick number of the interval
     * @param histogram the recordings of the interval, or null
     */
    void put(long tick, Histogram histogram) {
        boolean isEmpty = histogram == null || histogram.getTotalCount() == 0;
        compressed[slot(tick)] = isEmpty ? NOTHING : compress(histogram);
    }

    /** Adds the recordings of this interval. */
    void addTo(Histogram histogram, long tick) {
        byte[] bytes = compressed[slot(tick)];
        if (bytes.length > 0) {
            histogram.add(decompress(bytes));
        }
    }

    void subtractFrom(Histogram histogram, long tick) {
        byte[] bytes = compressed[slot(tick)];
        if (bytes.length > 0) {
            histogram.subtract(decompress(bytes));
        }
    }

    private static int slot(long tick) {
        return (int) Math.floorMod(tick, (long) KEPT);
    }

    private static byte[] compress(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer, Deflater.DEFAULT_COMPRESSION);
        return Arrays.copyOf(buffer.array(), length);
    }

    private static Histogram decompress(byte[] bytes) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), Distribution.LONGEST_NANOS);
        } catch (DataFormatException e) {
            throw new IllegalStateException("a stored interval cannot be decoded", e);
        }
    }

    /** Encodes without compression, for histograms that will be merged soon. */
    static byte[] encode(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        return Arrays.copyOf(buffer.array(), histogram.encodeIntoByteBuffer(buffer));
    }

    static Histogram decode(byte[] encoded) {
        return Histogram.decodeFromByteBuffer(ByteBuffer.wrap(encoded), Distribution.LONGEST_NANOS);
    }
}
