package io.marketbell.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Port: token buckets that the nodes of a cluster share. Thread-safe. A call waits at most for its timeout. */
public interface SharedBuckets {

    /**
     * A cost to be taken from a bucket. The draws of one call name different buckets. A bucket that is unknown is full.
     * If its rate or burst has changed, the bucket keeps its fill level in proportion.
     *
     * @param bucket identifies the bucket in the cluster
     * @param cost 0 to read the bucket only
     * @param demanded false if the call is granted even if the bucket has too few tokens; then none are taken from it
     */
    record Draw(String bucket, long ratePerSecond, long burst, long cost, boolean demanded) {}

    /**
     * The state of a bucket after the call.
     *
     * @param tokens whole tokens
     * @param sufficient whether the bucket had tokens for the cost
     */
    record Level(long tokens, long nanosUntilFull, boolean sufficient) {}

    /**
     * @param granted whether all demanded costs were taken; if not, none was
     * @param levels in the order of the draws
     */
    record Result(boolean granted, List<Level> levels) {}

    /** The result of a call to another process. */
    enum Outcome {
        SUCCESS,
        TIMEOUT,
        FAILURE
    }

    /**
     * Takes all costs or none. Returns empty if the buckets are unreachable or did not answer in time; the costs may
     * then be taken nevertheless.
     */
    Optional<Result> draw(List<Draw> draws);

    /** Fills the bucket. Returns false if it is unreachable. */
    boolean refill(String bucket);

    /** Returns whether calls are made now; without calls, {@link #draw} returns empty at once. */
    default boolean isUp() {
        return true;
    }

    /** Returns how often calls were suspended because several in succession had failed. */
    default long suspensions() {
        return 0;
    }

    /** Registers a listener for the duration of each call, called on the thread of the caller. Replaces the previous. */
    default void onCall(BiConsumer<Outcome, Duration> listener) {}
}
