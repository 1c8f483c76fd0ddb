package io.marketbell.ratelimit;

import io.marketbell.http.problem.ProblemException;
import io.marketbell.publish.PublishCharge;
import io.marketbell.publish.validation.PublishLimits;
import io.marketbell.ratelimit.bucket.BucketRateLimiter;
import io.marketbell.ratelimit.bucket.Decision;
import io.marketbell.ratelimit.bucket.LimitHeaders;
import io.marketbell.ratelimit.bucket.Subjects;

/**
 * Charges a publish request for its notifications beyond the first. The filter has taken 1 token before the body was
 * read. That token is not returned if the remainder is refused, because reading the body is the most expensive part.
 *
 * @param mayWait false if the request has waited for shared buckets before, without a result
 */
record RequestCharge(BucketRateLimiter limiter, Subjects subjects, LimitedResponse response, boolean mayWait)
        implements PublishCharge {
    /** The greatest weight of a request. */
    static final long HEAVIEST = weight(PublishLimits.ITEMS);

    private static final int NOTIFICATIONS_PER_TOKEN = 100;

    @Override
    public void charge(int notifications) {
        long more = weight(notifications) - 1;
        if (more < 1) {
            return;
        }
        Decision decision = limiter.acquire(subjects, 1, more, mayWait);
        response.show(decision);
        if (!decision.isGranted()) {
            throw new ProblemException(LimitHeaders.problem(decision));
        }
    }

    static long weight(int notifications) {
        return (notifications + NOTIFICATIONS_PER_TOKEN - 1) / NOTIFICATIONS_PER_TOKEN;
    }
}
