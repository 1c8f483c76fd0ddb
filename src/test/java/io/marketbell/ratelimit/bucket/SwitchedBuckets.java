package io.marketbell.ratelimit.bucket;

import io.marketbell.cluster.SharedBuckets;
import java.util.List;
import java.util.Optional;

/** Shared buckets as one node sees them: they can be unreachable for it, and calls are counted. */
final class SwitchedBuckets implements SharedBuckets {
    private final SharedBuckets buckets;
    private volatile boolean away;
    private int draws;
    private int refills;

    SwitchedBuckets(SharedBuckets buckets) {
        this.buckets = buckets;
    }

    void away(boolean now) {
        away = now;
    }

    int draws() {
        return draws;
    }

    int refills() {
        return refills;
    }

    @Override
    public synchronized Optional<Result> draw(List<Draw> draws) {
        this.draws++;
        return away ? Optional.empty() : buckets.draw(draws);
    }

    @Override
    public synchronized boolean refill(String bucket) {
        refills++;
        return !away && buckets.refill(bucket);
    }

    @Override
    public boolean isUp() {
        return !away;
    }
}
