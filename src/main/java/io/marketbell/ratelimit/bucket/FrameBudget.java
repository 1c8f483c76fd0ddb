package io.marketbell.ratelimit.bucket;

/**
 * The budget of one connection before its frames are parsed: frames and bytes, each with a steady rate and a burst.
 *
 * @param frames frames per second; fragments and pongs count as frames
 * @param kib KiB per second
 */
public record FrameBudget(Limit frames, Limit kib) {
    /** The maximum size of a frame on an authenticated connection. */
    private static final int LARGEST_FRAME_KIB = 64;

    public static final FrameBudget DEFAULT = new FrameBudget(new Limit(1_000, 2_000), new Limit(256, 2_048));

    public FrameBudget {
        if (kib.burst() < LARGEST_FRAME_KIB) {
            throw new IllegalArgumentException(
                    "marketbell.ratelimit.frames.kib.burst must be at least the size of a frame, " + LARGEST_FRAME_KIB
                            + " KiB");
        }
    }
}
