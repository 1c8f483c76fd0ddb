package io.marketbell.ratelimit.frame;

import io.github.bucket4j.TimeMeter;
import io.marketbell.channel.FrameLimiter.ConnectionLimiter;
import io.marketbell.channel.FrameLimiter.Verdict;
import io.marketbell.identity.Caller;
import io.marketbell.ratelimit.bucket.BucketRateLimiter;
import io.marketbell.ratelimit.bucket.ClientAddress;
import io.marketbell.ratelimit.bucket.FrameBudget;
import io.marketbell.ratelimit.bucket.Limit;
import io.marketbell.ratelimit.bucket.Mode;
import io.marketbell.ratelimit.bucket.Subjects;
import java.util.function.BooleanSupplier;

/**
 * The limits of one connection. Frames that request work are charged to the user's bucket, or to the address's bucket
 * before authentication. Frames that only show that a client is alive are charged to a bucket of the connection. Before
 * a frame is parsed it counts against the connection's {@link FrameBudget}.
 */
public final class ConnectionFrameLimiter implements ConnectionLimiter {
    /**
     * The number of refusals of unparsed frames that are answered; more answers would fill the connection's own queue.
     */
    private static final Limit ANSWERED = new Limit(100, 100);

    private final BucketRateLimiter limiter;
    private final TimeMeter clock;
    private final Subjects unauthenticated;
    private final BooleanSupplier own;
    private final RefusalWindow window;
    private final ArrivalMeter arrivals;
    private long answeredAt;

    /** @param address the client's address, or null if unknown */
    public ConnectionFrameLimiter(BucketRateLimiter limiter, TimeMeter clock, String address) {
        this.limiter = limiter;
        this.clock = clock;
        this.unauthenticated = Subjects.address(address == null ? ClientAddress.UNKNOWN : address);
        this.own = limiter.connection();
        this.window = new RefusalWindow(limiter.rules().settings().patience(), clock);
        this.arrivals = new ArrivalMeter(clock.currentTimeNanos());
        this.answeredAt = clock.currentTimeNanos();
    }

    @Override
    public Verdict arrived(int bytes) {
        Mode mode = limiter.connectionMode();
        FrameBudget budget = limiter.rules().settings().frames();
        long now = clock.currentTimeNanos();
        if (mode == Mode.OFF || arrivals.take(budget, bytes, now) || !limiter.refuseConnection(mode)) {
            return Verdict.PASS;
        }
        if (window.isOverAfterAnother()) {
            return Verdict.CLOSE;
        }
        return isAnswered(now) ? Verdict.REFUSE : Verdict.IGNORE;
    }

    private boolean isAnswered(long now) {
        long next = Math.max(answeredAt - now, 0) + ANSWERED.nanosToGain(1);
        if (next > ANSWERED.nanosToGain(ANSWERED.burst())) {
            return false;
        }
        answeredAt = now + next;
        return true;
    }

    @Override
    public Verdict check(String method, Caller caller) {
        if (isGranted(method, caller)) {
            return Verdict.PASS;
        }
        return window.isOverAfterAnother() ? Verdict.CLOSE : Verdict.REFUSE;
    }

    private boolean isGranted(String method, Caller caller) {
        if (method.equals("ack") || method.equals("ping")) {
            return own.getAsBoolean();
        }
        Subjects subjects = caller == null ? unauthenticated : Subjects.user(caller.user(), caller.tier());
        return limiter.tryAcquire(subjects, 1).isGranted();
    }
}
