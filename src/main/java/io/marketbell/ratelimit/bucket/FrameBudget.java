package io.marketbell.ratelimit.bucket;

/**
 * What one connection may send before its frames are even parsed: frames and bytes, each at a steady rate with a burst.
 *
 * @param frames per second; fragments and pongs count as frames
 * @param kib KiB per second
 */
public record FrameBudget(Limit frames, Limit kib) {
    /** The largest frame of an authenticated connection. */
    private static final int LARGEST_FRAME_KIB = 64;

    public static final FrameBudget DEFAULT = new FrameBudget(new Limit(1_000, 2_000), new Limit(256, 2_048));

    public FrameBudget {
        if (kib.burst() < LARGEST_FRAME_KIB) {
            throw new IllegalArgumentException(
                    "marketbell.ratelimit.frames.kib.burst must hold the largest frame, " + LARGEST_FRAME_KIB + " KiB");
        }
    }
}
