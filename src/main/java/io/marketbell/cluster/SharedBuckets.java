package io.marketbell.cluster;

import java.util.List;
import java.util.Optional;

/** Port: token buckets that the nodes of a cluster share. Thread-safe. A call waits at most for its timeout. */
public interface SharedBuckets {

    /**
     * A cost to be taken from a bucket.
     *
     * @param bucket identifies the bucket in the cluster
     * @param demanded false if the cost is to be taken only as far as there are tokens, and never refused
     */
    record Draw(String bucket, long ratePerSecond, long burst, long cost, boolean demanded) {}

    /** The state of a bucket after the call. */
    record Level(long tokens, long nanosUntilFull) {}

    /**
     * @param granted whether all demanded costs were taken; if not, none was
     * @param levels in the order of the draws
     */
    record Result(boolean granted, List<Level> levels) {}

    /** Takes all costs or none. Returns empty if the buckets are unreachable or did not answer in time. */
    Optional<Result> draw(List<Draw> draws);

    /** Fills the bucket. Returns false if it is unreachable. */
    boolean refill(String bucket);
}
