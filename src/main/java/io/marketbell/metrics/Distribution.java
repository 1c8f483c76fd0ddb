package io.marketbell.metrics;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import org.HdrHistogram.Histogram;

/**
 * Immutable distribution of durations, held as a histogram with two significant digits. A quantile is the upper end of
 * the cell that contains the true value. It exceeds the true value by at most 1/128 = 0.78 %, or by 64 ns below 8 µs.
 * Quantiles rise with their rank, and the maximum is at least as large as every quantile.
 *
 * <p>Use {@link #merge} to combine several series, periods or nodes. Percentiles must not be averaged.
 */
public final class Distribution {
    /** Maximum error of a quantile, relative to the true value. */
    public static final double ERROR_BOUND = 1.0 / 128;

    static final long LONGEST_NANOS = Duration.ofHours(1).toNanos();

    /** Resolution of the histogram; the clock is no more precise. */
    static final long FINEST_NANOS = 100;

    static final int DIGITS = 2;

    public static final Distribution EMPTY = new Distribution(new byte[0], 0, 0, new long[5]);

    private static final double[] RANKS = {50, 95, 99, 99.9, 100};

    private final byte[] encoded;
    private final long count;
    private final double sumNanos;
    private final long[] nanosAtRank;

    private Distribution(byte[] encoded, long count, double sumNanos, long[] nanosAtRank) {
        this.encoded = encoded;
        this.count = count;
        this.sumNanos = sumNanos;
        this.nanosAtRank = nanosAtRank;
    }

    public static Histogram newHistogram() {
        return new Histogram(FINEST_NANOS, LONGEST_NANOS, DIGITS);
    }

    static Distribution of(Histogram histogram) {
        long count = histogram.getTotalCount();
        if (count == 0) {
            return EMPTY;
        }
        long[] nanos = new long[RANKS.length];
        for (int i = 0; i < RANKS.length; i++) {
            nanos[i] = histogram.getValueAtPercentile(RANKS[i]);
        }
        return new Distribution(IntervalDistributions.encode(histogram), count, histogram.getMean() * count, nanos);
    }

    /**
     * Decodes a distribution that was {@link #encoded}, for example by another node.
     *
     * @throws IllegalArgumentException if the bytes are not an encoded distribution
     */
    public static Distribution decode(byte[] encoded) {
        if (encoded.length == 0) {
            return EMPTY;
        }
        try {
            Histogram histogram = newHistogram();
            histogram.add(Histogram.decodeFromByteBuffer(ByteBuffer.wrap(encoded), LONGEST_NANOS));
            return of(histogram);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("not an encoded distribution", e);
        }
    }

    /** Returns the distribution in HdrHistogram's format, version 2. Returns an empty array if nothing was recorded. */
    public byte[] encoded() {
        return encoded.clone();
    }

    /** Returns the distribution of all recordings of all parts. */
    public static Distribution merge(Collection<Distribution> parts) {
        Histogram all = null;
        Distribution only = EMPTY;
        for (Distribution part : parts) {
            if (part.count == 0) {
                continue;
            }
            if (only == EMPTY && all == null) {
                only = part;
            } else {
                if (all == null) {
                    all = only.histogram();
                }
                all.add(part.histogram());
            }
        }
        return all == null ? only : of(all);
    }

    private Histogram histogram() {
        return encoded.length == 0 ? newHistogram() : IntervalDistributions.decode(encoded);
    }

    public boolean isEmpty() {
        return count == 0;
    }

    public long count() {
        return count;
    }

    /** Returns the sum in seconds, or 0 if nothing was recorded. */
    public double sum() {
        return sumNanos / 1e9;
    }

    /** Returns the median in seconds, or NaN if nothing was recorded. The other quantiles behave the same. */
    public double p50() {
        return atRank(0);
    }

    public double p95() {
        return atRank(1);
    }

    public double p99() {
        return atRank(2);
    }

    public double p999() {
        return atRank(3);
    }

    public double max() {
        return atRank(4);
    }

    private double atRank(int rank) {
        return count == 0 ? Double.NaN : nanosAtRank[rank] / 1e9;
    }

    /** @param quantile between 0 and 1 */
    public double quantile(double quantile) {
        if (!(quantile >= 0 && quantile <= 1)) {
            throw new IllegalArgumentException("a quantile must be between 0 and 1: " + quantile);
        }
        return count == 0 ? Double.NaN : histogram().getValueAtPercentile(quantile * 100) / 1e9;
    }

    /** Returns the number of recordings longer than the limit, within the error of a quantile. */
    public long countAbove(Duration limit) {
        if (count == 0) {
            return 0;
        }
        long nanos = Math.min(limit.toNanos(), LONGEST_NANOS);
        return count - histogram().getCountBetweenValues(0, nanos);
    }
}
