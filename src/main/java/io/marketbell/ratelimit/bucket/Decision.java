package io.marketbell.ratelimit.bucket;

import io.marketbell.ratelimit.bucket.SubjectBucket.Terms;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What came of asking: all buckets gave, or none did. */
public final class Decision {
    /** Where nothing is limited. */
    static final Decision UNLIMITED = new Decision(new Terms[0], new BucketState[0], 0, 0, 0);

    private final Terms[] terms;
    private final BucketState[] states;
    private final int refused;
    private final int reported;
    private final long waitNanos;

    /**
     * @param terms on which the buckets were asked, one for each of their standings, and perhaps nulls after them
     * @param refused and {@code reported}: policies as bits by their ordinals
     */
    private Decision(Terms[] terms, BucketState[] states, int refused, int reported, long waitNanos) {
        this.terms = terms;
        this.states = states;
        this.refused = refused;
        this.reported = reported;
        this.waitNanos = waitNanos;
    }

    static Decision granted(Terms[] terms, BucketState[] states, int reported) {
        return new Decision(terms, states, 0, reported, 0);
    }

    static Decision refused(Terms[] terms, BucketState[] states, int refused, int reported, long waitNanos) {
        return new Decision(terms, states, refused, reported, waitNanos);
    }

    static int bit(Policy policy) {
        return 1 << policy.ordinal();
    }

    /** Whether it may go on. */
    public boolean isGranted() {
        return refused == 0;
    }

    /** Whether nobody refuses it, nor would. */
    boolean isSmooth() {
        return (refused | reported) == 0;
    }

    /** Whether this policy refuses it. */
    boolean isRefusedBy(Policy policy) {
        return (refused & bit(policy)) != 0;
    }

    /** Whether this policy would refuse it, if it did not merely report. */
    boolean isReportedBy(Policy policy) {
        return (reported & bit(policy)) != 0;
    }

    /** The policies that refuse it; empty where it may go on. */
    public Set<Policy> refusedBy() {
        return policies(refused);
    }

    /** The policies that would refuse it, if they did not merely report. */
    public Set<Policy> reportedBy() {
        return policies(reported);
    }

    /** How long to wait before it can be granted, if nobody else asks meanwhile; zero where it is. */
    public Duration retryAfter() {
        return Duration.ofNanos(waitNanos);
    }

    /** Each bucket that was asked; empty where nothing is limited. */
    public List<BucketState> states() {
        return List.of(states);
    }

    /** The limits of all buckets that were asked, as RateLimit-Policy tells them. */
    String terms() {
        StringBuilder text = new StringBuilder(96);
        for (int i = 0; i < states.length; i++) {
            text.append(i == 0 ? "" : ", ").append(terms[i].told());
        }
        return text.toString();
    }

    /** The bucket that will refuse first, or has; null where nothing is limited. */
    public BucketState tightest() {
        BucketState tightest = null;
        for (BucketState each : states) {
            if (tightest == null || rank(each) < rank(tightest)) {
                tightest = each;
            }
        }
        return tightest;
    }

    /** One that refuses comes before all others: it may have some left, but not as much as was asked for. */
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
