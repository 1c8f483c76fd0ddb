package io.marketbell.ratelimit.bucket;

import io.github.bucket4j.ConsumptionProbe;
import io.marketbell.cluster.SharedBuckets.Draw;
import io.marketbell.cluster.SharedBuckets.Level;
import io.marketbell.cluster.SharedBuckets.Result;
import io.marketbell.ratelimit.bucket.SubjectBucket.AppliedLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One decision over buckets of which some are shared with other nodes: all shared ones are drawn in one call. The
 * buckets of this node alone are drawn first, because tokens can be returned to them without a call.
 */
final class SharedAcquisition {
    private final SharedLimits shared;
    private final AppliedLimit[] applied;
    private final int count;
    private final long granted;
    private final long weight;
    private final long now;
    private final BucketState[] states;
    /** The time until each bucket has the tokens for the whole weight. */
    private final long[] waits;
    /** The tokens taken from the buckets of this node and from its shares. */
    private final long[] taken;

    /** Null until it is needed: counting the nodes takes time. */
    private ShareSize size;

    private int reported;

    /** @param granted part of the weight that was granted before */
    SharedAcquisition(SharedLimits shared, AppliedLimit[] applied, int count, long granted, long weight, long now) {
        this.shared = shared;
        this.applied = applied;
        this.count = count;
        this.granted = granted;
        this.weight = weight;
        this.now = now;
        this.states = new BucketState[count];
        this.waits = new long[count];
        this.taken = new long[count];
    }

    /** @param wait false if the request has waited for the shared buckets before */
    Decision decide(boolean wait) {
        for (int i = 0; i < count; i++) {
            if (isShared(i) && blocks(i) && tokens(i).isShort(applied[i].limit(), cost(i), now)) {
                return refuse(i);
            }
        }
        for (int i = 0; i < count; i++) {
            if (!isShared(i) && !takeHere(i)) {
                return refuse(i);
            }
        }
        List<Draw> draws = draws();
        if (draws.isEmpty()) {
            return Decision.granted(applied, states, reported);
        }
        int[] editions = editions();
        Optional<Result> result = wait ? shared.draw(draws) : Optional.empty();
        return result.isPresent() ? decide(result.get(), editions) : decideAlone();
    }

    private Decision decide(Result result, int[] editions) {
        int next = 0;
        int refusing = -1;
        for (int i = 0; i < count; i++) {
            if (isShared(i)) {
                Level level = result.levels().get(next++);
                tokens(i).seen(editions[i], now, applied[i].limit(), level);
                see(i, SharedLimits.state(policy(i), applied[i].limit(), level));
                if (!level.sufficient() && blocks(i)) {
                    refusing = i;
                } else if (!level.sufficient()) {
                    reported |= Decision.bit(policy(i));
                }
            }
        }
        return result.granted() ? Decision.granted(applied, states, reported) : refuse(refusing);
    }

    private Decision decideAlone() {
        shared.countAlone();
        for (int i = 0; i < count; i++) {
            if (isShared(i)) {
                long cost = cost(i);
                taken[i] = tokens(i).takeFromShare(applied[i].limit(), cost, size(), now);
                seeKnown(i);
                if (taken[i] == 0 && cost > 0) {
                    if (blocks(i)) {
                        return refuse(i).alone();
                    }
                    reported |= Decision.bit(policy(i));
                }
            }
        }
        return Decision.granted(applied, states, reported).alone();
    }

    /** Takes the cost from a bucket of this node. Returns false if it refuses. */
    private boolean takeHere(int i) {
        long cost = cost(i);
        if (cost == 0) {
            see(i, applied[i].bucket().state(applied[i].limit()));
            return true;
        }
        ConsumptionProbe probe = applied[i].bucket().tryConsume(cost);
        see(
                i,
                new BucketState(
                        policy(i), applied[i].limit(), probe.getRemainingTokens(), probe.getNanosToWaitForReset()));
        if (probe.isConsumed()) {
            taken[i] = cost;
            return true;
        }
        reported |= blocks(i) ? 0 : Decision.bit(policy(i));
        return !blocks(i);
    }

    /**
     * Returns the tokens taken, and reads the remaining buckets, so that the decision contains every limit that applies.
     *
     * @param refusing a bucket that refuses; it is included even if it would grant the tokens by now
     */
    private Decision refuse(int refusing) {
        int refused = 0;
        long longest = 0;
        for (int i = 0; i < count; i++) {
            giveBack(i);
            waits[i] = Math.max(waits[i], i == refusing ? 1 : 0);
            if (waits[i] > 0 && blocks(i)) {
                refused |= Decision.bit(policy(i));
                longest = Math.max(longest, waits[i]);
            } else if (waits[i] > 0) {
                reported |= Decision.bit(policy(i));
            }
        }
        return Decision.refused(applied, states, refused, reported, longest);
    }

    private void giveBack(int i) {
        if (isShared(i)) {
            if (taken[i] > 0) {
                tokens(i).giveBackToShare(taken[i]);
            }
            if (taken[i] > 0 || states[i] == null) {
                seeKnown(i);
            }
        } else if (taken[i] > 0) {
            applied[i].bucket().giveBack(taken[i]);
            see(i, states[i].with(taken[i]));
        } else if (states[i] == null) {
            see(i, applied[i].bucket().state(applied[i].limit()));
        }
    }

    private ShareSize size() {
        if (size == null) {
            size = shared.shareSize();
        }
        return size;
    }

    private void seeKnown(int i) {
        states[i] = tokens(i).state(policy(i), applied[i].limit(), size(), now);
        waits[i] = tokens(i).nanosUntil(states[i], wholeCost(i));
    }

    private void see(int i, BucketState state) {
        states[i] = state;
        waits[i] = state.nanosUntil(wholeCost(i));
    }

    private List<Draw> draws() {
        List<Draw> draws = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            if (isShared(i)) {
                draws.add(SharedLimits.draw(
                        policy(i), applied[i].bucket().name(), applied[i].limit(), cost(i), blocks(i)));
            }
        }
        return draws;
    }

    private int[] editions() {
        int[] editions = new int[count];
        for (int i = 0; i < count; i++) {
            editions[i] = isShared(i) ? tokens(i).edition() : 0;
        }
        return editions;
    }

    private boolean isShared(int i) {
        return tokens(i) != null;
    }

    private SharedTokens tokens(int i) {
        return applied[i].bucket().shared();
    }

    private boolean blocks(int i) {
        return applied[i].mode() == Mode.BLOCK;
    }

    private Policy policy(int i) {
        return applied[i].bucket().policy();
    }

    private long cost(int i) {
        return applied[i].limit().cost(granted, weight);
    }

    /** Tokens granted before are lost if the rest is refused: a retry needs the full weight. */
    private long wholeCost(int i) {
        return applied[i].limit().cost(0, granted + weight);
    }
}
