package io.marketbell.ratelimit.bucket;

import io.github.bucket4j.TimeMeter;
import io.marketbell.identity.Tier;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A rate limiter with token buckets in memory. */
public final class BucketRateLimiter implements RateLimiter {
    private final TimeMeter clock;
    private final Map<Policy, SubjectBuckets> buckets = new EnumMap<>(Policy.class);
    private final SubjectBuckets users;
    private final SubjectBuckets addresses;
    private final SubjectBuckets handshakes;
    private final SubjectBuckets endpoints;
    private final SubjectBuckets anonymous;
    private final RefusalCounters counters = new RefusalCounters();
    private volatile LimitRules rules;

    public BucketRateLimiter(LimitSettings settings, TimeMeter clock) {
        this.clock = clock;
        this.rules = LimitRules.of(settings);
        this.users = keep(new SubjectBuckets(Policy.USER, rules, settings.idle(), clock));
        this.addresses = keep(new SubjectBuckets(Policy.ADDRESS, rules, settings.idle(), clock));
        this.handshakes = keep(new SubjectBuckets(Policy.HANDSHAKE, rules, settings.idle(), clock));
        this.endpoints = keep(new SubjectBuckets(Policy.ENDPOINT, rules, null, clock));
        this.anonymous = keep(new SubjectBuckets(Policy.ANONYMOUS, rules, null, clock));
    }

    private SubjectBuckets keep(SubjectBuckets made) {
        buckets.put(made.policy(), made);
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
        if (weight < 1) {
            throw new IllegalArgumentException("a weight must be at least 1, not " + weight);
        }
        LimitRules now = rules;
        if (now.areOff()) {
            return Decision.UNLIMITED;
        }
        Acquisition acquisition = new Acquisition(granted, weight);
        try {
            ask(acquisition, subjects, now);
            return counters.count(acquisition.decide());
        } finally {
            acquisition.release();
        }
    }

    private void ask(Acquisition acquisition, Subjects subjects, LimitRules now) {
        if (subjects.user() != null) {
            ask(acquisition, users, subjects.user(), subjects.tier(), now);
        }
        if (subjects.address() != null) {
            ask(acquisition, addresses, subjects.address(), Tier.STANDARD, now);
        }
        if (subjects.handshake()) {
            ask(acquisition, handshakes, subjects.address(), Tier.STANDARD, now);
        }
        if (subjects.endpoint() != null) {
            // Anonymous requests have a separate endpoint bucket; otherwise a few addresses without credentials could
            // use up the tokens that publishers need.
            ask(acquisition, subjects.user() == null ? anonymous : endpoints, subjects.endpoint(), Tier.STANDARD, now);
        }
    }

    private static void ask(Acquisition acquisition, SubjectBuckets buckets, String name, Tier tier, LimitRules now) {
        SubjectBucket bucket = buckets.use(name, tier, now);
        // Subjects that share a bucket do not get the tier of one of them.
        acquisition.use(bucket, bucket.on(now, bucket.name() == null ? Tier.STANDARD : tier));
    }

    /** Returns the refusal of an address that has no tokens left, without taking any; null if it has some. */
    public Decision refusalOf(String address) {
        LimitRules now = rules;
        SubjectBucket bucket = now.areOff() ? null : addresses.present(address, now);
        if (bucket == null) {
            return null;
        }
        SubjectBucket.Terms terms = bucket.on(now, Tier.STANDARD);
        if (terms.mode() != Mode.BLOCK || bucket.available() > 0) {
            return null;
        }
        BucketState state = bucket.standing(terms.limit());
        return counters.count(Decision.refused(
                new SubjectBucket.Terms[] {terms},
                new BucketState[] {state},
                Decision.bit(Policy.ADDRESS),
                0,
                state.nanosUntil(1)));
    }

    /** Returns a new allowance that belongs to one connection alone. */
    public ConnectionAllowance connection() {
        return new ConnectionAllowance(
                new SubjectBucket(Policy.CONNECTION, "", rules, Tier.STANDARD, clock), () -> rules, counters);
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
        LimitRules now = rules;
        boolean overridden = now.overrides().containsKey(subject);
        if (subject.kind() == Subject.Kind.TIER) {
            Tier tier = TierLabels.named(subject.name());
            return new SubjectLimit(
                    subject, now.limit(tier), now.mode(Policy.USER, null, tier), overridden, false, null);
        }
        Policy policy = subject.kind().policy();
        SubjectBucket known = buckets.get(policy).peek(subject.name());
        SubjectBucket bucket =
                known == null ? new SubjectBucket(policy, subject.name(), now, Tier.STANDARD, clock) : known;
        SubjectBucket.Terms terms = bucket.on(now);
        return new SubjectLimit(
                subject, terms.limit(), terms.mode(), overridden, known != null, bucket.standing(terms.limit()));
    }

    @Override
    public void override(Subject subject, Allowance allowance) {
        change(present -> present.with(subject, allowance));
    }

    @Override
    public void reset(Subject subject) {
        change(present -> present.with(subject, null));
        SubjectBucket bucket = subject.kind() == Subject.Kind.TIER
                ? null
                : buckets.get(subject.kind().policy()).peek(subject.name());
        if (bucket != null) {
            bucket.on(rules);
            bucket.refill();
        }
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
