package io.marketbell.ratelimit.bucket;

import io.marketbell.cluster.SharedBuckets;
import io.marketbell.cluster.SharedBuckets.Draw;
import io.marketbell.cluster.SharedBuckets.Level;
import io.marketbell.cluster.SharedBuckets.Result;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/**
 * The buckets of users and addresses that the nodes of a cluster share. While they are unreachable, each node grants its
 * share.
 */
public final class SharedLimits {
    private final SharedBuckets buckets;
    private final IntSupplier nodes;
    private final long heaviest;
    private final LongAdder alone = new LongAdder();

    /**
     * @param nodes returns the number of nodes in the cluster
     * @param heaviest the greatest legal weight of a request
     */
    public SharedLimits(SharedBuckets buckets, IntSupplier nodes, long heaviest) {
        this.buckets = buckets;
        this.nodes = nodes;
        this.heaviest = heaviest;
    }

    static boolean includes(Policy policy) {
        return policy == Policy.USER || policy == Policy.ADDRESS || policy == Policy.HANDSHAKE;
    }

    ShareSize shareSize() {
        return new ShareSize(nodes.getAsInt(), heaviest);
    }

    boolean isUp() {
        return buckets.isUp();
    }

    Optional<Result> draw(List<Draw> draws) {
        return buckets.draw(draws);
    }

    /** Returns the present state of a bucket; empty if it is unreachable. */
    Optional<BucketState> read(Policy policy, String name, Limit limit) {
        return buckets.draw(List.of(draw(policy, name, limit, 0, false)))
                .map(result -> state(policy, limit, result.levels().get(0)));
    }

    static Draw draw(Policy policy, String name, Limit limit, long cost, boolean demanded) {
        return new Draw(key(policy, name), limit.ratePerSecond(), limit.burst(), cost, demanded);
    }

    static BucketState state(Policy policy, Limit limit, Level level) {
        return new BucketState(policy, limit, level.tokens(), level.nanosUntilFull());
    }

    /** Fills a bucket. Returns false if it is unreachable. */
    boolean refill(Policy policy, String name) {
        return buckets.refill(key(policy, name));
    }

    /** The name of a subject is never empty; the bucket that unknown subjects share has the empty name. */
    private static String key(Policy policy, String name) {
        return policy.label() + ':' + (name == null ? "" : name);
    }

    void countAlone() {
        alone.increment();
    }

    /** Returns the number of decisions that this node has made without the other nodes. */
    public long decidedAlone() {
        return alone.sum();
    }
}
