package io.marketbell.cluster.local;

import io.marketbell.cluster.SharedBuckets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Buckets in memory, for several nodes in one process. */
public final class LocalBuckets implements SharedBuckets {
    /** From this number of buckets on, full ones are removed before one is added; a full bucket needs no entry. */
    private static final int MANY = 10_000;

    private final LongSupplier micros;
    private final Map<String, StoredLevel> buckets = new HashMap<>();

    /** @param micros a clock, in microseconds */
    public LocalBuckets(LongSupplier micros) {
        this.micros = micros;
    }

    @Override
    public synchronized Optional<Result> draw(List<Draw> draws) {
        long now = micros.getAsLong();
        List<StoredLevel> found = draws.stream().map(draw -> level(draw, now)).toList();
        boolean granted = true;
        for (int i = 0; i < draws.size(); i++) {
            granted &= !draws.get(i).demanded() || found.get(i).has(draws.get(i).cost());
        }
        List<Level> levels = new ArrayList<>();
        for (int i = 0; i < draws.size(); i++) {
            Draw draw = draws.get(i);
            boolean sufficient = found.get(i).has(draw.cost());
            StoredLevel after = granted && sufficient ? found.get(i).minus(draw.cost()) : found.get(i);
            store(draw.bucket(), after, now);
            levels.add(new Level(after.tokens(), after.nanosUntilFull(), sufficient));
        }
        return Optional.of(new Result(granted, levels));
    }

    private StoredLevel level(Draw draw, long now) {
        StoredLevel stored = buckets.get(draw.bucket());
        return stored == null
                ? StoredLevel.full(draw.ratePerSecond(), draw.burst(), now)
                : stored.at(now).with(draw.ratePerSecond(), draw.burst());
    }

    private void store(String bucket, StoredLevel level, long now) {
        if (buckets.size() >= MANY) {
            buckets.values().removeIf(each -> each.at(now).isFull());
        }
        buckets.put(bucket, level);
    }

    @Override
    public synchronized boolean refill(String bucket) {
        buckets.remove(bucket);
        return true;
    }
}
