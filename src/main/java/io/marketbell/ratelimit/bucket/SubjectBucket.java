package io.marketbell.ratelimit.bucket;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.local.SynchronizationStrategy;
import io.marketbell.identity.Tier;
import java.time.Duration;

/** The token bucket of one subject, with the terms that apply to it. Adopts changed rules. */
public final class SubjectBucket {
    private final Policy policy;
    private final String name;
    private final Bucket bucket;
    private final SharedTokens shared;
    private final TimeMeter clock;
    private volatile AppliedLimit applied;
    private int references;
    private boolean retired;

    /**
     * The limit and mode that apply to the bucket's subject, the rules they come from, and the tier.
     *
     * @param policyItem the limit as formatted for response headers; computed once, because every response contains it
     */
    record AppliedLimit(SubjectBucket bucket, LimitRules rules, Tier tier, Limit limit, Mode mode, String policyItem) {}

    /** A bucket of this node alone. @param name the subject's name, or null for the bucket of unknown subjects */
    SubjectBucket(Policy policy, String name, LimitRules rules, Tier tier, TimeMeter clock) {
        this(policy, name, rules, tier, clock, null);
    }

    /** @param shared null if the bucket is not shared with other nodes; otherwise, the bucket here is not used */
    SubjectBucket(Policy policy, String name, LimitRules rules, Tier tier, TimeMeter clock, SharedTokens shared) {
        this.policy = policy;
        this.name = name;
        this.shared = shared;
        this.clock = clock;
        this.applied = applied(rules, tier);
        this.bucket = Bucket.builder()
                .withCustomTimePrecision(clock)
                // Modified in place under a lock held for nanoseconds: the lock-free variant allocates a copy for each
                // request.
                .withSynchronizationStrategy(SynchronizationStrategy.SYNCHRONIZED)
                .addLimit(bandwidth(applied.limit()))
                .build();
    }

    public Policy policy() {
        return policy;
    }

    /** Null for the shared bucket. */
    public String name() {
        return name;
    }

    /** What is known of the bucket that the nodes share; null if it is a bucket of this node alone. */
    SharedTokens shared() {
        return shared;
    }

    /** Prevents the bucket from being retired until it is released. Returns false if it is retired already. */
    synchronized boolean retain() {
        if (retired) {
            return false;
        }
        references++;
        return true;
    }

    synchronized void release() {
        references--;
    }

    /** Retires the bucket if it is full and unused: a new bucket in its place is equivalent. */
    synchronized boolean retire() {
        if (references == 0 && isFull()) {
            retired = true;
        }
        return retired;
    }

    private boolean isFull() {
        return shared == null
                ? bucket.getAvailableTokens() >= applied.limit().burst()
                : shared.isFull(clock.currentTimeNanos());
    }

    synchronized boolean isRetired() {
        return retired;
    }

    AppliedLimit apply(LimitRules rules, Tier tier) {
        AppliedLimit present = applied;
        return present.rules() == rules && present.tier() == tier ? present : adopt(rules, tier);
    }

    /** Like {@link #apply}, with the tier of the last use. */
    AppliedLimit apply(LimitRules rules) {
        return apply(rules, applied.tier());
    }

    private synchronized AppliedLimit adopt(LimitRules rules, Tier tier) {
        AppliedLimit present = applied;
        AppliedLimit changed = applied(present.rules().isNewerThan(rules) ? present.rules() : rules, tier);
        if (!changed.limit().equals(present.limit())) {
            // A half-full bucket stays half full, so a change of limits neither gives nor takes tokens in proportion.
            bucket.replaceConfiguration(
                    BucketConfiguration.builder()
                            .addLimit(bandwidth(changed.limit()))
                            .build(),
                    TokensInheritanceStrategy.PROPORTIONALLY);
        }
        applied = changed;
        return changed;
    }

    private AppliedLimit applied(LimitRules rules, Tier tier) {
        Limit limit = rules.limit(policy, name, tier);
        return new AppliedLimit(
                this, rules, tier, limit, rules.mode(policy, name, tier), LimitHeaders.policy(policy, limit));
    }

    private static Bandwidth bandwidth(Limit limit) {
        return Bandwidth.builder()
                .capacity(limit.burst())
                .refillGreedy(limit.ratePerSecond(), Duration.ofSeconds(1))
                .build();
    }

    ConsumptionProbe tryConsume(long tokens) {
        return bucket.tryConsumeAndReturnRemaining(tokens);
    }

    void giveBack(long tokens) {
        bucket.addTokens(tokens);
    }

    long available() {
        return bucket.getAvailableTokens();
    }

    void refill() {
        bucket.reset();
        if (shared != null) {
            shared.refill();
        }
    }

    BucketState state(Limit limit) {
        EstimationProbe full = bucket.estimateAbilityToConsume(limit.burst());
        return new BucketState(policy, limit, full.getRemainingTokens(), full.getNanosToWaitForRefill());
    }
}
