package io.marketbell.ratelimit.bucket;

import java.util.function.Consumer;

/**
 * Decides how often anybody may do anything; an application-scoped CDI bean, for the doors of this application and for
 * Java code deployed beside it. All of it works in memory and never waits.
 *
 * <p>Each subject has a token bucket. One call draws on the buckets of all its subjects, or on none: where one refuses,
 * what the others gave is given back. Over any time t no subject is granted more than {@code burst + rate × t}, however
 * many threads ask at once. Limits count on this node alone.
 */
public interface RateLimiter {

    /**
     * Draws on the buckets of all subjects.
     *
     * @param weight tokens, at least 1; of a bucket that never holds so many, all that it holds
     */
    Decision tryAcquire(Subjects subjects, long weight);

    /** Returns the limit and the bucket of a subject; asking is no use of it. */
    SubjectLimit inspect(Subject subject);

    /**
     * Gives a subject a limit of its own, or a tier another one, at once: its bucket is as full afterwards, in
     * proportion, as it was. Lasts as long as the process; those made over REST last longer.
     *
     * @throws IllegalArgumentException where a bucket of this limit would not be full after the idle time
     */
    void override(Subject subject, Allowance allowance);

    /** Takes the subject's override away and fills its bucket. */
    void reset(Subject subject);

    /** How often this policy has refused since the start. */
    long refused(Policy policy);

    /** Has this one told of every refusal from now on, by the thread that was refused; takes the place of another. */
    void onRefusal(Consumer<Policy> listener);

    /** How often this policy would have refused, had its mode not been to report. */
    long reported(Policy policy);
}
