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
    private volatile Terms terms;
    private int users;
    private boolean retired;

    /**
     * The limit and mode that apply to the bucket's subject, the rules they come from, and the tier.
     *
     * @param policyItem the limit as formatted for response headers; computed once, because every response contains it
     */
    record Terms(SubjectBucket bucket, LimitRules rules, Tier tier, Limit limit, Mode mode, String policyItem) {}

    /** @param name the subject's name, or null for the shared bucket */
    SubjectBucket(Policy policy, String name, LimitRules rules, Tier tier, TimeMeter clock) {
        this.policy = policy;
        this.name = name;
        this.terms = terms(rules, tier);
        this.bucket = Bucket.builder()
                .withCustomTimePrecision(clock)
                // Modified in place under a lock held for nanoseconds: the lock-free variant allocates a copy for each
                // request.
                .withSynchronizationStrategy(SynchronizationStrategy.SYNCHRONIZED)
                .addLimit(bandwidth(terms.limit()))
                .build();
    }

    public Policy policy() {
        return policy;
    }

    /** Null for the shared bucket. */
    public String name() {
        return name;
    }

    /** Prevents the bucket from being retired until it is released. Returns false if it is retired already. */
    synchronized boolean use() {
        if (retired) {
            return false;
        }
        users++;
        return true;
    }

    synchronized void release() {
        users--;
    }

    /** Retires the bucket if it is full and unused: a new bucket in its place is equivalent. */
    synchronized boolean retire() {
        if (users == 0 && bucket.getAvailableTokens() >= terms.limit().burst()) {
            retired = true;
        }
        return retired;
    }

    synchronized boolean isRetired() {
        return retired;
    }

    Terms on(LimitRules rules, Tier tier) {
        Terms present = terms;
        return present.rules() == rules && present.tier() == tier ? present : agree(rules, tier);
    }

    /** Like {@link #on}, with the tier of the last use. */
    Terms on(LimitRules rules) {
        return on(rules, terms.tier());
    }

    private synchronized Terms agree(LimitRules rules, Tier tier) {
        Terms present = terms;
        Terms wanted = terms(present.rules().isNewerThan(rules) ? present.rules() : rules, tier);
        if (!wanted.limit().equals(present.limit())) {
            // A half-full bucket stays half full, so a change of limits neither gives nor takes tokens in proportion.
            bucket.replaceConfiguration(
                    BucketConfiguration.builder()
                            .addLimit(bandwidth(wanted.limit()))
                            .build(),
                    TokensInheritanceStrategy.PROPORTIONALLY);
        }
        terms = wanted;
        return wanted;
    }

    private Terms terms(LimitRules rules, Tier tier) {
        Limit limit = rules.limit(policy, name, tier);
        return new Terms(this, rules, tier, limit, rules.mode(policy, name, tier), LimitHeaders.policy(policy, limit));
    }

    private static Bandwidth bandwidth(Limit limit) {
        return Bandwidth.builder()
                .capacity(limit.burst())
                .refillGreedy(limit.ratePerSecond(), Duration.ofSeconds(1))
                .build();
    }

    ConsumptionProbe take(long tokens) {
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
    }

    BucketState standing(Limit limit) {
        EstimationProbe full = bucket.estimateAbilityToConsume(limit.burst());
        return new BucketState(policy, limit, full.getRemainingTokens(), full.getNanosToWaitForRefill());
    }
}
