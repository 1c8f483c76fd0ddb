package io.marketbell.ratelimit.bucket;

import io.github.bucket4j.TimeMeter;
import io.marketbell.identity.Tier;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A rate limiter with token buckets in memory, or, for users and addresses, with buckets that the nodes of a cluster
 * share.
 */
public final class BucketRateLimiter implements RateLimiter {
    private final TimeMeter clock;
    private final Map<Policy, SubjectBuckets> buckets = new EnumMap<>(Policy.class);
    private final SubjectBuckets users;
    private final SubjectBuckets addresses;
    private final SubjectBuckets handshakes;
    private final SubjectBuckets endpoints;
    private final SubjectBuckets anonymous;
    private final RefusalCounters counters = new RefusalCounters();
    /** Null if this node shares no buckets. */
    private final SharedLimits shared;

    private volatile LimitRules rules;

    public BucketRateLimiter(LimitSettings settings, TimeMeter clock) {
        this(settings, clock, null);
    }

    /** @param shared null if this node shares no buckets */
    public BucketRateLimiter(LimitSettings settings, TimeMeter clock, SharedLimits shared) {
        this.clock = clock;
        this.shared = shared;
        this.rules = LimitRules.of(settings);
        this.users = table(Policy.USER, settings.idle());
        this.addresses = table(Policy.ADDRESS, settings.idle());
        this.handshakes = table(Policy.HANDSHAKE, settings.idle());
        this.endpoints = table(Policy.ENDPOINT, null);
        this.anonymous = table(Policy.ANONYMOUS, null);
    }

    private SubjectBuckets table(Policy policy, Duration idle) {
        SubjectBuckets made =
                new SubjectBuckets(policy, rules, idle, clock, shared != null && SharedLimits.includes(policy));
        buckets.put(policy, made);
        return made;
    }

    @Override
    public Decision tryAcquire(Subjects subjects, long weight) {
        return acquire(subjects, 0, weight);
    }

    /**
     * Takes the rest of the weight, after {@code granted} tokens were taken for the same subjects and the same purpose.
     */
    public Decision acquire(Subjects subjects, long granted, long weight) {
        return acquire(subjects, granted, weight, true);
    }

    /**
     * As {@link #acquire(Subjects, long, long)}.
     *
     * @param wait false if the request has waited for shared buckets before, without a result
     */
    public Decision acquire(Subjects subjects, long granted, long weight, boolean wait) {
        if (weight < 1) {
            throw new IllegalArgumentException("a weight must be at least 1, not " + weight);
        }
        LimitRules now = rules;
        if (now.areOff()) {
            return Decision.UNLIMITED;
        }
        Acquisition acquisition = new Acquisition(granted, weight);
        try {
            addBuckets(acquisition, subjects, now);
            return counters.count(
                    shared == null ? acquisition.decide() : acquisition.decide(shared, wait, clock.currentTimeNanos()));
        } finally {
            acquisition.release();
        }
    }

    private void addBuckets(Acquisition acquisition, Subjects subjects, LimitRules now) {
        if (subjects.user() != null) {
            addBuckets(acquisition, users, subjects.user(), subjects.tier(), now);
        }
        if (subjects.address() != null) {
            addBuckets(acquisition, addresses, subjects.address(), Tier.STANDARD, now);
        }
        if (subjects.handshake()) {
            addBuckets(acquisition, handshakes, subjects.address(), Tier.STANDARD, now);
        }
        if (subjects.endpoint() != null) {
            // Anonymous requests have a separate endpoint bucket; otherwise a few addresses without credentials could
            // use up the tokens that publishers need.
            addBuckets(
                    acquisition,
                    subjects.user() == null ? anonymous : endpoints,
                    subjects.endpoint(),
                    Tier.STANDARD,
                    now);
        }
    }

    private static void addBuckets(
            Acquisition acquisition, SubjectBuckets buckets, String name, Tier tier, LimitRules now) {
        SubjectBucket bucket = buckets.getOrCreate(name, tier, now);
        // Subjects that share a bucket do not get the tier of one of them.
        acquisition.addRetained(bucket, bucket.apply(now, bucket.name() == null ? Tier.STANDARD : tier));
    }

    /** Returns the refusal of an address that has no tokens left, without taking any; null if it has some. */
    public Decision refusalOf(String address) {
        LimitRules now = rules;
        SubjectBucket bucket = now.areOff() ? null : addresses.present(address, now);
        if (bucket == null) {
            return null;
        }
        SubjectBucket.AppliedLimit applied = bucket.apply(now, Tier.STANDARD);
        if (applied.mode() != Mode.BLOCK || hasTokens(bucket, applied.limit())) {
            return null;
        }
        BucketState state = state(bucket, applied.limit());
        return counters.count(Decision.refused(
                new SubjectBucket.AppliedLimit[] {applied},
                new BucketState[] {state},
                Decision.bit(Policy.ADDRESS),
                0,
                state.nanosUntil(1)));
    }

    private boolean hasTokens(SubjectBucket bucket, Limit limit) {
        return bucket.shared() == null
                ? bucket.available() > 0
                : !bucket.shared().isShort(limit, 1, clock.currentTimeNanos());
    }

    /** The state of a bucket as far as this node knows it. */
    private BucketState state(SubjectBucket bucket, Limit limit) {
        return bucket.shared() == null
                ? bucket.state(limit)
                : bucket.shared().state(bucket.policy(), limit, shared.shareSize(), clock.currentTimeNanos());
    }

    /**
     * Returns a new bucket of one connection alone, for frames that cause no work for other users, such as
     * acknowledgements and pings. Each call takes one token and returns whether it is granted.
     */
    public BooleanSupplier connection() {
        SubjectBucket bucket = new SubjectBucket(Policy.CONNECTION, "", rules, Tier.STANDARD, clock);
        return () -> {
            LimitRules now = rules;
            if (now.areOff()) {
                return true;
            }
            Acquisition acquisition = new Acquisition(0, 1);
            acquisition.add(bucket.apply(now));
            return counters.count(acquisition.decide()).isGranted();
        };
    }

    public Mode connectionMode() {
        return rules.mode(Policy.CONNECTION, null, Tier.STANDARD);
    }

    /** Counts a frame above its connection's budget. Returns whether the frame is refused. */
    public boolean refuseConnection(Mode mode) {
        counters.count(Policy.CONNECTION, mode);
        return mode == Mode.BLOCK;
    }

    @Override
    public SubjectLimit inspect(Subject subject) {
        SubjectLimit known = inspectHere(subject);
        Policy policy = subject.kind().policy();
        if (shared == null || policy == null || !SharedLimits.includes(policy)) {
            return known;
        }
        return shared.read(policy, subject.name(), known.limit())
                .map(known::with)
                .orElse(known);
    }

    /** Like {@link #inspect}, without a call to other nodes: a shared bucket may have fewer tokens. */
    public SubjectLimit inspectHere(Subject subject) {
        LimitRules now = rules;
        boolean overridden = now.overrides().containsKey(subject);
        if (subject.kind() == Subject.Kind.TIER) {
            Tier tier = subject.tier();
            return new SubjectLimit(
                    subject, now.limit(tier), now.mode(Policy.USER, null, tier), overridden, false, null);
        }
        SubjectBuckets table = buckets.get(subject.kind().policy());
        SubjectBucket found = table.peek(subject.name());
        SubjectBucket bucket = found == null ? table.create(subject.name(), Tier.STANDARD, now) : found;
        SubjectBucket.AppliedLimit applied = bucket.apply(now);
        return new SubjectLimit(
                subject, applied.limit(), applied.mode(), overridden, found != null, state(bucket, applied.limit()));
    }

    @Override
    public void override(Subject subject, Allowance allowance) {
        change(present -> present.with(subject, allowance));
    }

    @Override
    public void reset(Subject subject) {
        resetHere(subject);
        Policy policy = subject.kind().policy();
        if (shared != null && policy != null && SharedLimits.includes(policy)) {
            shared.refill(policy, subject.name());
        }
    }

    /** Adopts a reset of another node: like {@link #reset}, but shared buckets were filled by the other node. */
    public void resetHere(Subject subject) {
        change(present -> present.with(subject, null));
        refillHere(subject);
    }

    /** Fills the bucket of this node, because another node has filled its own and the shared one. */
    public void refillHere(Subject subject) {
        SubjectBucket bucket = known(subject);
        if (bucket != null) {
            bucket.apply(rules);
            bucket.refill();
        }
    }

    private SubjectBucket known(Subject subject) {
        Policy policy = subject.kind().policy();
        return policy == null ? null : buckets.get(policy).peek(subject.name());
    }

    public void configure(LimitSettings settings) {
        change(present -> present.with(settings));
    }

    private synchronized void change(UnaryOperator<LimitRules> how) {
        rules = how.apply(rules);
    }

    public LimitRules rules() {
        return rules;
    }

    /** The number of buckets of all policies whose number of subjects is limited only by the size of the table. */
    public long buckets() {
        return users.count() + addresses.count() + handshakes.count();
    }

    /** The used share of the table size, from 0 to 1, of the policy with the highest share. */
    public double bucketsUsed() {
        long most = Math.max(users.count(), Math.max(addresses.count(), handshakes.count()));
        return (double) most / rules.settings().subjects();
    }

    public SubjectBuckets bucketsOf(Policy policy) {
        return buckets.get(policy);
    }

    @Override
    public long refused(Policy policy) {
        return counters.refused(policy);
    }

    @Override
    public void onRefusal(Consumer<Policy> listener) {
        counters.onRefusal(listener);
    }

    @Override
    public long reported(Policy policy) {
        return counters.reported(policy);
    }
}
