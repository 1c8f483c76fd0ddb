package io.marketbell.ratelimit;

import io.github.bucket4j.TimeMeter;
import io.marketbell.channel.FrameGate;
import io.marketbell.identity.Caller;

/**
 * The limits of frames: what asks for work draws on its user's bucket, or on its address's as long as nobody has
 * authenticated; what only shows that a client is there, on a bucket of the connection.
 */
final class FrameLimits implements FrameGate {
    private final BucketRateLimiter limiter;
    private final TimeMeter clock;

    FrameLimits(BucketRateLimiter limiter, TimeMeter clock) {
        this.limiter = limiter;
        this.clock = clock;
    }

    @Override
    public Turnstile open(String address) {
        Subjects anybody = Subjects.address(address == null ? ClientAddress.UNKNOWN : address);
        ConnectionAllowance own = limiter.connection();
        Patience patience = new Patience(limiter.rules().settings().patience(), clock);
        return (method, caller) -> {
            if (isGranted(method, caller, anybody, own)) {
                return Verdict.PASS;
            }
            return patience.isOverAfterAnother() ? Verdict.CLOSE : Verdict.REFUSE;
        };
    }

    private boolean isGranted(String method, Caller caller, Subjects anybody, ConnectionAllowance own) {
        if (method.equals("ack") || method.equals("ping")) {
            return own.tryAcquire();
        }
        Subjects subjects = caller == null ? anybody : Subjects.user(caller.user(), caller.tier());
        return limiter.tryAcquire(subjects, 1).isGranted();
    }
}
