package io.marketbell.ratelimit.frame;

import io.github.bucket4j.TimeMeter;
import io.marketbell.channel.FrameLimiter.ConnectionLimiter;
import io.marketbell.channel.FrameLimiter.Verdict;
import io.marketbell.identity.Caller;
import io.marketbell.ratelimit.bucket.BucketRateLimiter;
import io.marketbell.ratelimit.bucket.ConnectionAllowance;
import io.marketbell.ratelimit.bucket.FrameBudget;
import io.marketbell.ratelimit.bucket.Limit;
import io.marketbell.ratelimit.bucket.Mode;
import io.marketbell.ratelimit.bucket.Subjects;

/** The limits of one connection: for all incoming frames, and for the requests parsed from them. */
final class ConnectionFrameLimiter implements ConnectionLimiter {
    /**
     * The number of refusals of unparsed frames that are answered; more answers would fill the connection's own queue.
     */
    private static final Limit ANSWERED = new Limit(100, 100);

    private final BucketRateLimiter limiter;
    private final TimeMeter clock;
    private final Subjects unauthenticated;
    private final ConnectionAllowance own;
    private final RefusalWindow window;
    private final ArrivalMeter arrivals;
    private long answeredAt;

    ConnectionFrameLimiter(BucketRateLimiter limiter, TimeMeter clock, Subjects unauthenticated) {
        this.limiter = limiter;
        this.clock = clock;
        this.unauthenticated = unauthenticated;
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
            return own.tryAcquire();
        }
        Subjects subjects = caller == null ? unauthenticated : Subjects.user(caller.user(), caller.tier());
        return limiter.tryAcquire(subjects, 1).isGranted();
    }
}
