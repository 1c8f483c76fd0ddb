package io.marketbell.ratelimit.bucket;

import java.util.function.Supplier;

/**
 * The allowance of one connection for frames that cause no work for other users, such as acknowledgements and pings.
 */
public final class ConnectionAllowance {
    private final SubjectBucket bucket;
    private final Supplier<LimitRules> rules;
    private final RefusalCounters counters;

    ConnectionAllowance(SubjectBucket bucket, Supplier<LimitRules> rules, RefusalCounters counters) {
        this.bucket = bucket;
        this.rules = rules;
        this.counters = counters;
    }

    public boolean tryAcquire() {
        LimitRules now = rules.get();
        if (now.areOff()) {
            return true;
        }
        Acquisition acquisition = new Acquisition(0, 1);
        acquisition.add(bucket.apply(now));
        return counters.count(acquisition.decide()).isGranted();
    }
}
