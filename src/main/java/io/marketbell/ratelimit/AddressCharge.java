package io.marketbell.ratelimit;

import io.marketbell.edge.limit.EarlyCharge;
import io.marketbell.http.problem.ProblemResponse;
import io.marketbell.ratelimit.bucket.Decision;
import io.marketbell.ratelimit.bucket.LimitHeaders;
import io.marketbell.ratelimit.bucket.RateLimiter;
import io.marketbell.ratelimit.bucket.Subjects;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Charges the bucket of the client's address, the same that {@link RateLimitFilter} charges for all other requests. */
record AddressCharge(RateLimiter limiter) implements EarlyCharge {
    @Override
    public boolean admit(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Decision decision = limiter.tryAcquire(Subjects.address(request.getRemoteAddr()), 1);
        LimitHeaders.write(decision, response::setHeader);
        if (!decision.isGranted()) {
            ProblemResponse.send(LimitHeaders.problem(decision), request, response);
        }
        return decision.isGranted();
    }
}
