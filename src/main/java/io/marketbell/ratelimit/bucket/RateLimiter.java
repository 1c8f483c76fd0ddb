package io.marketbell.ratelimit.bucket;

import java.util.function.Consumer;

/**
 * Limits how often subjects may act. An application-scoped CDI bean for the entry points of this application and for
 * Java code deployed with it. Thread-safe. Works in memory; in the cluster mode {@code
 * redis} the buckets of users and addresses are shared by all nodes, and a call may wait for Redis for the configured
 * timeout.
 *
 * <p>Each subject has a token bucket. One call takes tokens from the buckets of all its subjects, or from none: if one
 * refuses, the tokens taken from the others are returned. Over any time t no subject is granted more than {@code burst
 * + rate × t}, regardless of the number of concurrent threads. Buckets that are not shared count on this node
 * alone.
 */
public interface RateLimiter {

    /**
     * Takes tokens from the buckets of all subjects.
     *
     * @param weight number of tokens, at least 1; a bucket smaller than the weight is emptied
     */
    Decision tryAcquire(Subjects subjects, long weight);

    /** Returns the limit and the bucket of a subject. Does not count as a use of the bucket. */
    SubjectLimit inspect(Subject subject);

    /**
     * Sets an override for a subject or a tier. It takes effect at once; the bucket keeps its fill level in proportion.
     * The override is lost when the process ends; overrides made over REST are persistent.
     *
     * @throws IllegalArgumentException if a bucket of this limit would not be full after the idle time
     */
    void override(Subject subject, Allowance allowance);

    /** Removes the subject's override and fills its bucket. */
    void reset(Subject subject);

    /** The number of refusals of this policy since the start. */
    long refused(Policy policy);

    /** Calls the listener for every later refusal, on the thread that was refused. Replaces the previous listener. */
    void onRefusal(Consumer<Policy> listener);

    /** The number of requests that this policy would have refused if its mode were not {@code report}. */
    long reported(Policy policy);
}
