package io.marketbell.cluster.local;

import io.marketbell.cluster.SharedKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of several nodes in one process, for tests: every node uses this object. Thread-safe. */
public final class MemoryKeys implements SharedKeys {
    private final Map<String, Entry> entries = new HashMap<>();
    private final Duration lease;
    private final InstantSource clock;
    private volatile boolean reachable = true;

    private record Entry(Holder holder, Instant until) {
        boolean isOf(Use use) {
            return holder.id().equals(use.id());
        }
    }

    public MemoryKeys(Duration lease, InstantSource clock) {
        this.lease = lease;
        this.clock = clock;
    }

    public void setReachable(boolean newReachable) {
        reachable = newReachable;
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public synchronized Optional<List<Holder>> claim(List<Use> uses) {
        return reachable ? Optional.of(uses.stream().map(this::holder).toList()) : Optional.empty();
    }

    private Holder holder(Use use) {
        Instant now = clock.instant();
        Entry entry = entries.get(use.key());
        if (entry == null || !now.isBefore(entry.until)) {
            entry = new Entry(new Holder(use.id(), use.contentHash(), false), now.plus(lease));
            entries.put(use.key(), entry);
        }
        return entry.holder;
    }

    @Override
    public synchronized void fulfil(List<Use> uses) {
        if (reachable) {
            uses.forEach(use -> {
                if (holder(use).id().equals(use.id())) {
                    Holder published = new Holder(use.id(), use.contentHash(), true);
                    entries.put(use.key(), new Entry(published, clock.instant().plus(KEPT)));
                }
            });
        }
    }

    @Override
    public synchronized void release(List<Use> uses) {
        if (reachable) {
            uses.forEach(use -> entries.computeIfPresent(
                    use.key(), (key, entry) -> entry.isOf(use) && !entry.holder.fulfilled() ? null : entry));
        }
    }
}
