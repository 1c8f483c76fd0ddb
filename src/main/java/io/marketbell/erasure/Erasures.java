package io.marketbell.erasure;

import io.marketbell.database.Database;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Erases the data of users. The node that receives the request erases it at once. Every node, this one included, reads
 * the table of erasures every few seconds and erases the data again: from its own memory, and what it may have written
 * meanwhile. It does so twice, because notifications that were under way at the first time are written shortly after.
 */
public final class Erasures {
    private static final System.Logger LOG = System.getLogger(Erasures.class.getName());
    /** The result in the audit log of an erasure that must be repeated. */
    static final String INCOMPLETE = "incomplete, must be repeated";

    private static final Duration SETTLED = Duration.ofSeconds(10);

    private final ErasureTable table;
    private final List<UserData> places;
    private final InstantSource clock;
    private final Map<Long, Seen> seen = new HashMap<>();
    private volatile Runnable onErased = () -> {};
    private Instant cleanAt;

    private record Seen(Instant first, boolean isSettled) {}

    /** @param places memory before the database, so that memory is not written to the database afterwards */
    Erasures(ErasureTable table, List<UserData> places, InstantSource clock) {
        this.table = table;
        this.places = List.copyOf(places);
        this.clock = clock;
        this.cleanAt = clock.instant();
    }

    /** Creates the erasures of this node. */
    public static Erasures of(Database database, List<UserData> places) {
        return new Erasures(new ErasureTable(database), places, InstantSource.system());
    }

    /** Registers the action that runs after a request of this node. It must not block. */
    public void onErased(Runnable action) {
        onErased = action;
    }

    /**
     * Erases the data of a user at this node, and announces it to the others.
     *
     * @return the number of erased items by place
     * @throws RuntimeException if something cannot be erased now; the call can be repeated
     */
    public Map<String, Long> erase(String user) {
        table.add(user, clock.instant());
        Map<String, Long> erased = apply(user);
        onErased.run();
        return erased;
    }

    private Map<String, Long> apply(String user) {
        Map<String, Long> erased = new LinkedHashMap<>();
        places.forEach(place -> erased.merge(place.name(), place.erase(user), Long::sum));
        return erased;
    }

    /** Applies the erasures of all nodes. Must be called every few seconds. Never throws. */
    public synchronized void synchronize() {
        Map<Long, String> found;
        try {
            found = table.all();
        } catch (RuntimeException e) {
            // an unavailable database is reported by the code that serves requests
            LOG.log(Level.DEBUG, "the erasures cannot be read now: {0}", e.toString());
            return;
        }
        try {
            Instant now = clock.instant();
            seen.keySet().retainAll(found.keySet());
            found.forEach((id, user) -> synchronize(id, user, now));
            if (!found.isEmpty() && !now.isBefore(cleanAt)) {
                table.deleteOld(now);
                cleanAt = now.plus(ErasureTable.KEPT.dividedBy(4));
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the data of users cannot be erased now; will retry: {0}", e.toString());
        }
    }

    private void synchronize(long id, String user, Instant now) {
        Seen before = seen.get(id);
        if (before == null) {
            apply(user);
            seen.put(id, new Seen(now, false));
        } else if (!before.isSettled && !now.isBefore(before.first.plus(SETTLED))) {
            apply(user);
            seen.put(id, new Seen(before.first, true));
        }
    }
}
