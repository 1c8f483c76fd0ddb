package io.marketbell.ratelimit.bucket;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemType;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Writes a decision as HTTP headers: those of draft-ietf-httpapi-ratelimit-headers (structured fields, RFC 9651) and
 * the widespread X-RateLimit headers. A refusal is also written as a problem.
 *
 * <p>A bucket has no fixed window. {@code w} is the time in which an empty bucket becomes full, so {@code q} divided by
 * {@code w} is the rate. {@code t} is the time until this bucket is full or, if it refuses, until it can grant the
 * request.
 */
public final class LimitHeaders {
    static final String RETRY_AFTER = "Retry-After";

    private LimitHeaders() {}

    /** @param field receives the name and the value of each header */
    public static void write(Decision decision, BiConsumer<String, String> field) {
        BucketState tightest = decision.tightest();
        if (tightest == null) {
            return;
        }
        String remaining = Long.toString(tightest.remaining());
        String reset =
                Long.toString(decision.isGranted() ? seconds(tightest.nanosToFull()) : retryAfterSeconds(decision));
        field.accept("RateLimit-Policy", decision.terms());
        field.accept("RateLimit", '"' + tightest.policy().label() + "\";r=" + remaining + ";t=" + reset);
        field.accept("X-RateLimit-Limit", Long.toString(tightest.limit().burst()));
        field.accept("X-RateLimit-Remaining", remaining);
        field.accept("X-RateLimit-Reset", reset);
        if (!decision.isGranted()) {
            field.accept(RETRY_AFTER, Long.toString(retryAfterSeconds(decision)));
        }
    }

    /** One item of RateLimit-Policy. */
    static String policy(Policy policy, Limit limit) {
        return '"' + policy.label() + "\";q=" + limit.burst() + ";w="
                + limit.timeToFill().toSeconds();
    }

    /** At least 1: zero would invite an immediate retry. */
    static long retryAfterSeconds(Decision decision) {
        return Math.max(1, seconds(decision.retryAfter().toNanos()));
    }

    private static long seconds(long nanos) {
        long second = TimeUnit.SECONDS.toNanos(1);
        return (nanos + second - 1) / second;
    }

    public static Problem problem(Decision refused, String path) {
        String who = refused.refusedBy().stream().map(Policy::label).collect(Collectors.joining(", "));
        return Problem.of(
                        ProblemType.QUOTA_EXCEEDED,
                        "rate limit exceeded (" + who + "); retry in " + retryAfterSeconds(refused) + " s")
                .at(path);
    }

    /** Additional members of the problem. */
    public static String members(Decision refused) {
        return refused.refusedBy().stream()
                .map(policy -> '"' + policy.label() + '"')
                .collect(Collectors.joining(",", ",\"violated-policies\":[", "]"));
    }
}
