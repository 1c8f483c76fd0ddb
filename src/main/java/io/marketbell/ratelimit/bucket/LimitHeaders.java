package io.marketbell.ratelimit.bucket;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemType;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * A decision as HTTP fields: in the fields of draft-ietf-httpapi-ratelimit-headers (structured fields, RFC 9651)
 * and in the widespread X-RateLimit ones; a refusal as a problem besides.
 *
 * <p>A bucket has no window after which it starts anew. {@code w} is the time in which an empty one becomes full, so that
 * {@code q} divided by {@code w} is the rate; {@code t} the time in which this one does, or, where it refuses, in which it
 * will grant what was asked for.
 */
public final class LimitHeaders {
    static final String RETRY_AFTER = "Retry-After";

    private LimitHeaders() {}

    /** @param field takes each field's name and value */
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

    /** At least one: zero would be an invitation. */
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

    /** Further members of the problem. */
    public static String members(Decision refused) {
        return refused.refusedBy().stream()
                .map(policy -> '"' + policy.label() + '"')
                .collect(Collectors.joining(",", ",\"violated-policies\":[", "]"));
    }
}
