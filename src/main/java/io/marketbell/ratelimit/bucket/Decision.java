package io.marketbell.ratelimit.bucket;

import io.marketbell.ratelimit.bucket.SubjectBucket.AppliedLimit;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The result of an acquisition: all buckets granted it, or none was charged. */
public final class Decision {
    /** The decision if no limit applies. */
    static final Decision UNLIMITED = new Decision(new AppliedLimit[0], new BucketState[0], 0, 0, 0, false);

    private final AppliedLimit[] applied;
    private final BucketState[] states;
    private final int refused;
    private final int reported;
    private final long waitNanos;
    private final boolean alone;

    /**
     * @param applied limits applied by the buckets involved, one for each state, possibly followed by nulls
     * @param refused and {@code reported}: policies as bits by their ordinals
     */
    private Decision(
            AppliedLimit[] applied, BucketState[] states, int refused, int reported, long waitNanos, boolean alone) {
        this.applied = applied;
        this.states = states;
        this.refused = refused;
        this.reported = reported;
        this.waitNanos = waitNanos;
        this.alone = alone;
    }

    static Decision granted(AppliedLimit[] applied, BucketState[] states, int reported) {
        return new Decision(applied, states, 0, reported, 0, false);
    }

    static Decision refused(AppliedLimit[] applied, BucketState[] states, int refused, int reported, long waitNanos) {
        return new Decision(applied, states, refused, reported, waitNanos, false);
    }

    /** Returns this decision as one that was made without the other nodes. */
    Decision alone() {
        return new Decision(applied, states, refused, reported, waitNanos, true);
    }

    /** Whether the nodes share limits, and this node has decided without the others because they were unreachable. */
    public boolean isAlone() {
        return alone;
    }

    static int bit(Policy policy) {
        return 1 << policy.ordinal();
    }

    /** Whether the request is granted. */
    public boolean isGranted() {
        return refused == 0;
    }

    /** Whether no policy refuses or reports the request. */
    boolean isSmooth() {
        return (refused | reported) == 0;
    }

    /** Whether this policy refuses the request. */
    boolean isRefusedBy(Policy policy) {
        return (refused & bit(policy)) != 0;
    }

    /** Whether this policy would refuse the request if its mode were not {@code report}. */
    boolean isReportedBy(Policy policy) {
        return (reported & bit(policy)) != 0;
    }

    /** The policies that refuse the request; empty if it is granted. */
    public Set<Policy> refusedBy() {
        return policies(refused);
    }

    /** The policies that would refuse the request if their mode were not {@code report}. */
    public Set<Policy> reportedBy() {
        return policies(reported);
    }

    /**
     * The time until the request can be granted, provided that no other request takes tokens meanwhile; zero if it is
     * granted.
     */
    public Duration retryAfter() {
        return Duration.ofNanos(waitNanos);
    }

    /** The states of all buckets involved; empty if no limit applies. */
    public List<BucketState> states() {
        return List.of(states);
    }

    /** The limits of all buckets involved, in the format of the header RateLimit-Policy. */
    String policies() {
        StringBuilder text = new StringBuilder(96);
        for (int i = 0; i < states.length; i++) {
            text.append(i == 0 ? "" : ", ").append(applied[i].policyItem());
        }
        return text.toString();
    }

    /** The bucket that refused, or that will refuse first; null if no limit applies. */
    public BucketState tightest() {
        BucketState tightest = null;
        for (BucketState each : states) {
            if (tightest == null || rank(each) < rank(tightest)) {
                tightest = each;
            }
        }
        return tightest;
    }

    /** Refusing buckets rank before all others: they may have tokens left, but fewer than requested. */
    private long rank(BucketState state) {
        return isRefusedBy(state.policy()) ? state.remaining() - Long.MAX_VALUE : state.remaining();
    }

    private static Set<Policy> policies(int bits) {
        Set<Policy> found = EnumSet.noneOf(Policy.class);
        for (Policy policy : Policy.values()) {
            if ((bits & bit(policy)) != 0) {
                found.add(policy);
            }
        }
        return found;
    }
}
