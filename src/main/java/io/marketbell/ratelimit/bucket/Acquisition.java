package io.marketbell.ratelimit.bucket;

import io.github.bucket4j.ConsumptionProbe;
import io.marketbell.ratelimit.bucket.SubjectBucket.AppliedLimit;

/** One decision in progress: the buckets involved, and the tokens taken from each, so that they can be returned. */
final class Acquisition {
    /** The buckets of a request: user, address, handshake, endpoint. */
    private static final int MOST = 4;

    private final long granted;
    private final long weight;
    private final AppliedLimit[] applied = new AppliedLimit[MOST];
    private final SubjectBucket[] retained = new SubjectBucket[MOST];
    private int count;
    private int retainedCount;
    private int reported;

    /** @param granted part of the weight that was granted before */
    Acquisition(long granted, long weight) {
        this.granted = granted;
        this.weight = weight;
    }

    void add(AppliedLimit limit) {
        if (limit.mode() != Mode.OFF) {
            applied[count++] = limit;
        }
    }

    /** Like {@link #add}; the bucket is released together with this acquisition. */
    void addRetained(SubjectBucket bucket, AppliedLimit limit) {
        retained[retainedCount++] = bucket;
        add(limit);
    }

    /** Must be called after the decision. */
    void release() {
        for (int i = 0; i < retainedCount; i++) {
            retained[i].release();
        }
        retainedCount = 0;
    }

    /** Decides over buckets of which some are shared. @param wait false if the request has waited for them before */
    Decision decide(SharedLimits shared, boolean wait, long now) {
        return new SharedAcquisition(shared, applied, count, granted, weight, now).decide(wait);
    }

    Decision decide() {
        BucketState[] states = new BucketState[count];
        for (int i = 0; i < count; i++) {
            Limit limit = applied[i].limit();
            SubjectBucket bucket = applied[i].bucket();
            long cost = limit.cost(granted, weight);
            if (cost == 0) {
                states[i] = bucket.state(limit);
                continue;
            }
            ConsumptionProbe probe = bucket.tryConsume(cost);
            states[i] =
                    new BucketState(bucket.policy(), limit, probe.getRemainingTokens(), probe.getNanosToWaitForReset());
            if (!probe.isConsumed()) {
                if (applied[i].mode() == Mode.BLOCK) {
                    return refuse(i, states);
                }
                reported |= Decision.bit(bucket.policy());
            }
        }
        return Decision.granted(applied, states, reported);
    }

    /**
     * Returns the tokens taken and reads the remaining buckets without taking tokens, so that the decision contains every
     * limit that applies. The refusing bucket is always included, even if it would grant the tokens by now.
     *
     * @param states the states of the first buckets, up to the one that refused
     */
    private Decision refuse(int first, BucketState[] states) {
        int refused = Decision.bit(applied[first].bucket().policy());
        long longest = 0;
        for (int i = 0; i < count; i++) {
            Limit limit = applied[i].limit();
            if (i < first) {
                states[i] = giveBack(i, states[i]);
            } else if (i > first) {
                states[i] = applied[i].bucket().state(limit);
            }
            // Tokens granted before are lost: a retry needs the full weight.
            long wait = states[i].nanosUntil(limit.cost(0, granted + weight));
            int bit = Decision.bit(states[i].policy());
            if (wait > 0 && applied[i].mode() == Mode.BLOCK) {
                refused |= bit;
                longest = Math.max(longest, wait);
            } else if (wait > 0) {
                reported |= bit;
            }
        }
        return Decision.refused(applied, states, refused, reported, longest);
    }

    /** @return the state of the bucket after the return; computed, which is cheaper than reading the bucket again */
    private BucketState giveBack(int i, BucketState state) {
        long cost = applied[i].limit().cost(granted, weight);
        if (cost == 0 || (reported & Decision.bit(state.policy())) != 0) {
            return state;
        }
        applied[i].bucket().giveBack(cost);
        return state.with(cost);
    }
}
