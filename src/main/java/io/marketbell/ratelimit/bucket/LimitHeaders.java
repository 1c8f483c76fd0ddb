package io.marketbell.ratelimit.bucket;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemType;
import io.marketbell.http.problem.RetryAfter;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Writes a decision as HTTP headers: those of draft-ietf-httpapi-ratelimit-headers (structured fields, RFC 9651) and
 * the widespread X-RateLimit headers. A refusal is also written as a problem.
 *
 * <p>A bucket has no fixed window. {@code w} is the time in which an empty bucket becomes full, so {@code q} divided by
 * {@code w} is the rate. {@code t} is the time until this bucket is full or, if it refuses, until it can grant the
 * request.
 */
public final class LimitHeaders {
    private LimitHeaders() {}

    /** @param field receives the name and the value of each header */
    public static void write(Decision decision, BiConsumer<String, String> field) {
        BucketState tightest = decision.tightest();
        if (tightest == null) {
            return;
        }
        String remaining = Long.toString(tightest.remaining());
        String reset = Long.toString(
                decision.isGranted()
                        ? RetryAfter.secondsRoundedUp(tightest.nanosToFull())
                        : RetryAfter.seconds(decision.retryAfter()));
        field.accept("RateLimit-Policy", decision.policies());
        field.accept("RateLimit", '"' + tightest.policy().label() + "\";r=" + remaining + ";t=" + reset);
        field.accept("X-RateLimit-Limit", Long.toString(tightest.limit().burst()));
        field.accept("X-RateLimit-Remaining", remaining);
        field.accept("X-RateLimit-Reset", reset);
        if (!decision.isGranted()) {
            field.accept(RetryAfter.HEADER, Long.toString(RetryAfter.seconds(decision.retryAfter())));
        }
    }

    /** One item of RateLimit-Policy. */
    static String policy(Policy policy, Limit limit) {
        return '"' + policy.label() + "\";q=" + limit.burst() + ";w="
                + limit.timeToFill().toSeconds();
    }

    /** Without header fields: every response, refused or not, has those of {@link #write}. */
    public static Problem problem(Decision refused) {
        List<String> policies = refused.refusedBy().stream().map(Policy::label).toList();
        return Problem.of(
                        ProblemType.QUOTA_EXCEEDED,
                        "rate limit exceeded (" + String.join(", ", policies) + "); retry in "
                                + RetryAfter.seconds(refused.retryAfter()) + " s")
                .members(",\"violated-policies\":[\"" + String.join("\",\"", policies) + "\"]");
    }
}
