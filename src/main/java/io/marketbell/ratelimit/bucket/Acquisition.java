package io.marketbell.ratelimit.bucket;

import io.github.bucket4j.ConsumptionProbe;
import io.marketbell.ratelimit.bucket.SubjectBucket.Terms;

/** One decision in progress: the buckets asked, and the tokens taken from each, so that they can be returned. */
final class Acquisition {
    /** The buckets of a request: user, address, handshake, endpoint. */
    private static final int MOST = 4;

    private final long granted;
    private final long weight;
    private final Terms[] terms = new Terms[MOST];
    private final SubjectBucket[] used = new SubjectBucket[MOST];
    private int count;
    private int uses;
    private int reported;

    /** @param granted part of the weight that was granted before */
    Acquisition(long granted, long weight) {
        this.granted = granted;
        this.weight = weight;
    }

    void ask(Terms its) {
        if (its.mode() != Mode.OFF) {
            terms[count++] = its;
        }
    }

    /** Like {@link #ask}; the bucket is released together with this acquisition. */
    void use(SubjectBucket bucket, Terms its) {
        used[uses++] = bucket;
        ask(its);
    }

    /** Must be called after the decision. */
    void release() {
        for (int i = 0; i < uses; i++) {
            used[i].release();
        }
        uses = 0;
    }

    Decision decide() {
        BucketState[] states = new BucketState[count];
        for (int i = 0; i < count; i++) {
            Limit limit = terms[i].limit();
            SubjectBucket bucket = terms[i].bucket();
            long cost = limit.cost(granted, weight);
            if (cost == 0) {
                states[i] = bucket.standing(limit);
                continue;
            }
            ConsumptionProbe probe = bucket.take(cost);
            states[i] =
                    new BucketState(bucket.policy(), limit, probe.getRemainingTokens(), probe.getNanosToWaitForReset());
            if (!probe.isConsumed()) {
                if (terms[i].mode() == Mode.BLOCK) {
                    return refuse(i, states);
                }
                reported |= Decision.bit(bucket.policy());
            }
        }
        return Decision.granted(terms, states, reported);
    }

    /**
     * Returns the tokens taken and asks the remaining buckets without taking tokens, so that the caller learns of every
     * limit that applies. The refusing bucket is always included, even if it would grant the tokens by now.
     *
     * @param states the states of the first buckets, up to the one that refused
     */
    private Decision refuse(int first, BucketState[] states) {
        int refused = Decision.bit(terms[first].bucket().policy());
        long longest = 0;
        for (int i = 0; i < count; i++) {
            Limit limit = terms[i].limit();
            if (i < first) {
                states[i] = giveBack(i, states[i]);
            } else if (i > first) {
                states[i] = terms[i].bucket().standing(limit);
            }
            // Tokens granted before are lost: a retry needs the full weight.
            long wait = states[i].nanosUntil(limit.cost(0, granted + weight));
            int bit = Decision.bit(states[i].policy());
            if (wait > 0 && terms[i].mode() == Mode.BLOCK) {
                refused |= bit;
                longest = Math.max(longest, wait);
            } else if (wait > 0) {
                reported |= bit;
            }
        }
        return Decision.refused(terms, states, refused, reported, longest);
    }

    /** @return the state of the bucket after the return; computed, which is cheaper than asking the bucket again */
    private BucketState giveBack(int i, BucketState state) {
        long cost = terms[i].limit().cost(granted, weight);
        if (cost == 0 || (reported & Decision.bit(state.policy())) != 0) {
            return state;
        }
        terms[i].bucket().giveBack(cost);
        return state.with(cost);
    }
}
