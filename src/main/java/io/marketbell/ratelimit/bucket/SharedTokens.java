package io.marketbell.ratelimit.bucket;

import io.marketbell.cluster.SharedBuckets.Level;
import java.util.concurrent.TimeUnit;

/**
 * What one node knows of a bucket that it shares with other nodes: the tokens that the bucket has at most, and this
 * node's share for times when the bucket is unreachable. Thread-safe.
 */
final class SharedTokens {
    /** Another node may fill the bucket, and its message may be lost. */
    private static final long TRUSTED = TimeUnit.SECONDS.toNanos(1);

    /** Levels are rounded up to microseconds. */
    private static final long ROUNDED = 1_000;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final NodeShare share = new NodeShare();
    /** The limit of the last known level; null if none is known. */
    private Limit limit;

    private long askedAt;
    private long fullAt;
    private int edition;

    /** Returns the number that identifies answers to calls that begin now. */
    synchronized int edition() {
        return edition;
    }

    /**
     * Records the level of the bucket. It gains tokens from the time of the call on, which is not later than the time of
     * the level; so the number of tokens is never taken for too small.
     *
     * @param asked the edition when the call began; after a {@link #forget} the level is ignored
     */
    synchronized void seen(int asked, long calledAt, Limit ofCall, Level level) {
        if (asked != edition) {
            return;
        }
        share.end();
        if (limit == null || calledAt - askedAt >= 0) {
            limit = ofCall;
            askedAt = calledAt;
            fullAt = calledAt + Math.max(0, level.nanosUntilFull() - ROUNDED);
        }
    }

    /** Forgets the level, because it may have risen by more than the rate. */
    synchronized void forget() {
        edition++;
        limit = null;
    }

    /** Forgets the level and the share, because the bucket was filled. */
    synchronized void refill() {
        forget();
        share.reset();
    }

    /** Whether the bucket has certainly fewer tokens than this cost. */
    synchronized boolean isShort(Limit current, long cost, long now) {
        return current.equals(limit) && now - askedAt < TRUSTED && most(current, now) < cost;
    }

    /** The tokens that the bucket has at most. */
    private long most(Limit current, long now) {
        if (!current.equals(limit)) {
            return current.burst();
        }
        long missing = Math.min(Math.max(0, fullAt - now), SECOND * current.burst() / current.ratePerSecond());
        return current.burst() - (missing * current.ratePerSecond() + SECOND - 1) / SECOND;
    }

    /** Returns the state of the bucket with as many tokens as it can have, or of the share if it is in use. */
    synchronized BucketState state(Policy policy, Limit current, ShareSize size, long now) {
        if (share.isInUse()) {
            share.use(current, size, most(current, now), now);
            return shareState(policy, current);
        }
        long missing = current.equals(limit) ? Math.max(0, fullAt - now) : 0;
        return new BucketState(policy, current, most(current, now), missing);
    }

    /** Takes the cost from the share. Returns the tokens taken; 0 if there are too few. */
    synchronized long takeFromShare(Limit current, long cost, ShareSize size, long now) {
        share.use(current, size, most(current, now), now);
        long bounded = share.cost(cost);
        return share.take(bounded) ? bounded : 0;
    }

    synchronized void giveBackToShare(long taken) {
        share.giveBack(taken);
    }

    /** Returns the time until the bucket, or the share if it is in use, has the tokens for a cost. */
    synchronized long nanosUntil(BucketState state, long cost) {
        return share.isInUse() ? share.nanosUntil(share.cost(cost)) : state.nanosUntil(cost);
    }

    private BucketState shareState(Policy policy, Limit current) {
        return new BucketState(policy, current, share.tokens(), share.nanosUntilFull());
    }

    /** Whether nothing is known that a new object would not assume. */
    synchronized boolean isFull(long now) {
        return !share.isInUse() && (limit == null || fullAt - now <= 0);
    }
}
