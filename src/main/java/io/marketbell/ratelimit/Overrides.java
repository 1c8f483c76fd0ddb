package io.marketbell.ratelimit;

import io.marketbell.database.DataRejected;
import io.marketbell.ratelimit.bucket.Allowance;
import io.marketbell.ratelimit.bucket.BucketRateLimiter;
import io.marketbell.ratelimit.bucket.RateLimiter;
import io.marketbell.ratelimit.bucket.Subject;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Persistent overrides. An override takes effect in the limiter at once and is then stored; a failed write is retried.
 * Overrides stored by other nodes are adopted.
 */
final class Overrides {
    private static final System.Logger LOG = System.getLogger(Overrides.class.getName());

    private final BucketRateLimiter limiter;
    private final OverrideStore store;
    /** Overrides that are not stored yet; an empty value stands for a removal. */
    private final Map<Subject, Optional<Allowance>> waiting = new LinkedHashMap<>();

    private Map<Subject, Allowance> stored = Map.of();

    /** The resets that were applied here; null until they were read for the first time. */
    private Set<Long> applied;

    private volatile Runnable onStored = () -> {};

    Overrides(BucketRateLimiter limiter, OverrideStore store) {
        this.limiter = limiter;
        this.store = store;
    }

    /** Registers the action that runs after changes by this node were stored. It must not block. */
    void onStored(Runnable action) {
        onStored = action;
    }

    /** @throws IllegalArgumentException as for {@link RateLimiter#override} */
    synchronized void put(Subject subject, Allowance allowance) {
        limiter.override(subject, allowance);
        waiting.put(subject, Optional.of(allowance));
        write();
    }

    synchronized void remove(Subject subject) {
        limiter.reset(subject);
        waiting.put(subject, Optional.empty());
        write();
    }

    /** Stores pending overrides and reads those of other nodes. Never throws; it is called again periodically. */
    synchronized void synchronize() {
        write();
        if (waiting.isEmpty()) {
            try {
                take(store.all());
                takeResets(store.resets());
            } catch (RuntimeException away) {
                LOG.log(Level.DEBUG, "overrides of rate limits cannot be read now: {0}", away.toString());
            }
        }
    }

    private void write() {
        if (waiting.isEmpty()) {
            return;
        }
        Map<Subject, Allowance> merged = new HashMap<>(stored);
        try {
            for (Map.Entry<Subject, Optional<Allowance>> change :
                    Map.copyOf(waiting).entrySet()) {
                Subject subject = change.getKey();
                try {
                    if (change.getValue().isPresent()) {
                        store.put(subject, change.getValue().get());
                        merged.put(subject, change.getValue().get());
                    } else {
                        long id = store.reset(subject);
                        if (applied != null) {
                            applied.add(id);
                        }
                        merged.remove(subject);
                    }
                } catch (DataRejected e) {
                    // A retry would fail again and block all later overrides.
                    LOG.log(
                            Level.WARNING,
                            "the override of {0} cannot be stored and lasts only until a restart: {1}",
                            subject,
                            e.getMessage());
                }
                waiting.remove(subject);
            }
        } catch (RuntimeException away) {
            LOG.log(Level.WARNING, "overrides of rate limits cannot be stored now; will retry: {0}", away.toString());
        }
        stored = merged;
        if (waiting.isEmpty()) {
            onStored.run();
        }
    }

    /** Fills the buckets that other nodes have reset since the last call. At the start, all buckets are full. */
    private void takeResets(Map<Long, Subject> found) {
        if (applied != null) {
            found.forEach((id, subject) -> {
                if (!applied.contains(id)) {
                    limiter.refillHere(subject);
                }
            });
        }
        applied = new HashSet<>(found.keySet());
    }

    /** Removes only overrides that were stored before: all others belong to this process alone. */
    private void take(Map<Subject, Allowance> found) {
        Set<Subject> removed = new HashSet<>(stored.keySet());
        removed.removeAll(found.keySet());
        removed.forEach(limiter::resetHere);
        found.forEach((subject, allowance) -> {
            if (!allowance.equals(stored.get(subject))) {
                takeOver(subject, allowance);
            }
        });
        stored = found;
    }

    /**
     * An override that is invalid here, for example because the idle time was shortened since, must not prevent the
     * others from applying.
     */
    private void takeOver(Subject subject, Allowance allowance) {
        try {
            limiter.override(subject, allowance);
        } catch (IllegalArgumentException e) {
            LOG.log(Level.WARNING, "the stored override of {0} is not applied: {1}", subject, e.getMessage());
        }
    }
}
