package io.marketbell.ratelimit.frame;

import io.github.bucket4j.TimeMeter;
import io.marketbell.channel.FrameLimiter;
import io.marketbell.ratelimit.bucket.BucketRateLimiter;
import io.marketbell.ratelimit.bucket.ClientAddress;
import io.marketbell.ratelimit.bucket.FrameBudget;
import io.marketbell.ratelimit.bucket.Subjects;

/**
 * The limits of frames. Frames that request work are charged to the user's bucket, or to the address's bucket before
 * authentication. Frames that only show that a client is alive are charged to a bucket of the connection. Before a
 * frame is parsed it counts against the connection's {@link FrameBudget}.
 */
public final class FrameLimits implements FrameLimiter {
    private final BucketRateLimiter limiter;
    private final TimeMeter clock;

    public FrameLimits(BucketRateLimiter limiter, TimeMeter clock) {
        this.limiter = limiter;
        this.clock = clock;
    }

    @Override
    public ConnectionLimiter open(String address) {
        return new ConnectionFrameLimiter(
                limiter, clock, Subjects.address(address == null ? ClientAddress.UNKNOWN : address));
    }
}
