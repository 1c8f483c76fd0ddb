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

/** One subject's bucket, and the terms it is kept on; follows the rules when they change. */
public final class SubjectBucket {
    private final Policy policy;
    private final String name;
    private final Bucket bucket;
    private volatile Terms terms;
    private int users;
    private boolean retired;

    /**
     * What applies to the account's subject, by which rules, for which tier.
     *
     * @param told the limit as callers are told of it; made here once, since every answer tells it
     */
    record Terms(SubjectBucket bucket, LimitRules rules, Tier tier, Limit limit, Mode mode, String told) {}

    /** @param name or null for the one that is shared */
    SubjectBucket(Policy policy, String name, LimitRules rules, Tier tier, TimeMeter clock) {
        this.policy = policy;
        this.name = name;
        this.terms = terms(rules, tier);
        this.bucket = Bucket.builder()
                .withCustomTimePrecision(clock)
                // Changed in place under a lock held for nanoseconds: the lock-free kind copies itself for each answer.
                .withSynchronizationStrategy(SynchronizationStrategy.SYNCHRONIZED)
                .addLimit(bandwidth(terms.limit()))
                .build();
    }

    public Policy policy() {
        return policy;
    }

    /** Null for the one that is shared. */
    public String name() {
        return name;
    }

    /** Keeps the account from being retired until it is released; false where it is retired already. */
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

    /** Ends the account if its bucket is full and nobody is using it: then a new one in its place is no different. */
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

    /** As {@link #on}, with the tier of the last use. */
    Terms on(LimitRules rules) {
        return on(rules, terms.tier());
    }

    private synchronized Terms agree(LimitRules rules, Tier tier) {
        Terms present = terms;
        Terms wanted = terms(present.rules().isNewerThan(rules) ? present.rules() : rules, tier);
        if (!wanted.limit().equals(present.limit())) {
            // Half full stays half full: neither a gift nor a punishment for those who are there when limits change.
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
