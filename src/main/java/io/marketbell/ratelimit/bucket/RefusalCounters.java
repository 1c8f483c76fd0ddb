package io.marketbell.ratelimit.bucket;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Counts refusals and reported requests by policy. */
final class RefusalCounters {
    /** Cached, because {@code values()} returns a new copy on every call. */
    private static final Policy[] POLICIES = Policy.values();

    private final LongAdder[] refused = adders();
    private final LongAdder[] reported = adders();

    private volatile Consumer<Policy> listener = policy -> {};

    void onRefusal(Consumer<Policy> listener) {
        this.listener = listener;
    }

    private static LongAdder[] adders() {
        LongAdder[] adders = new LongAdder[POLICIES.length];
        for (int i = 0; i < adders.length; i++) {
            adders[i] = new LongAdder();
        }
        return adders;
    }

    /** Counts a refusal, or a reported request, that involved no bucket. */
    void count(Policy policy, Mode mode) {
        if (mode == Mode.BLOCK) {
            refused[policy.ordinal()].increment();
            listener.accept(policy);
        } else {
            reported[policy.ordinal()].increment();
        }
    }

    Decision count(Decision decision) {
        if (!decision.isSmooth()) {
            for (Policy policy : POLICIES) {
                if (decision.isRefusedBy(policy)) {
                    refused[policy.ordinal()].increment();
                    listener.accept(policy);
                } else if (decision.isReportedBy(policy)) {
                    reported[policy.ordinal()].increment();
                }
            }
        }
        return decision;
    }

    long refused(Policy policy) {
        return refused[policy.ordinal()].sum();
    }

    long reported(Policy policy) {
        return reported[policy.ordinal()].sum();
    }
}
