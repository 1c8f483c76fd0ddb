package io.marketbell.delivery.shard;

import io.marketbell.delivery.RoutedNotification;
import io.marketbell.notification.ConflationKey;
import io.marketbell.notification.Notification;
import io.marketbell.subscription.SubscriptionFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The last value of every key of the volatile types, for snapshots. Values are kept beyond their time to live, until
 * newer keys need the room. Values addressed to named users are stored for each of these users; a user sees the newer
 * of the value addressed to that user and the value addressed to everyone. Bounded by number and by estimated heap
 * bytes. Must be used on the dispatcher's thread, except where a method states otherwise.
 */
public final class LastValues {
    /** Estimated heap size of the map entries, the key, and its strings. */
    private static final int ENTRY_BYTES = 320;

    private static final String EVERYONE = "";

    private final int limit;
    private final long byteLimit;
    private final Predicate<String> users;

    /** By user ("" for everyone), then by instrument ("" for none), then by key. */
    private final Map<String, Map<String, Map<ConflationKey, Kept>>> values = new HashMap<>();

    /** The keys in the order in which they were first added; the oldest are evicted first. */
    private final Map<Owned, Boolean> age = new LinkedHashMap<>();

    private long puts;

    /** Written only by the dispatcher's thread; read by metrics. */
    private volatile long bytes;

    private record Owned(String user, ConflationKey key) {}

    /** A value, shared by all users to whom it is addressed. */
    private static final class Kept {
        private final RoutedNotification routed;
        private final long order;
        private final long bytes;
        private int owners;

        Kept(RoutedNotification routed, long order) {
            this.routed = routed;
            this.order = order;
            this.bytes = routed.heapBytes();
        }
    }

    public LastValues(int limit, long byteLimit) {
        this(limit, byteLimit, user -> true);
    }

    /** @param users selects the users whose values are kept here; other users belong to other dispatchers */
    LastValues(int limit, long byteLimit, Predicate<String> users) {
        this.limit = limit;
        this.byteLimit = byteLimit;
        this.users = users;
    }

    public void put(RoutedNotification routed) {
        Notification notification = routed.notification();
        Kept kept = new Kept(routed, ++puts);
        long change = 0;
        if (notification.isForEveryone()) {
            change += put(EVERYONE, kept);
        } else {
            for (String user : notification.recipients()) {
                change += users.test(user) ? put(user, kept) : 0;
            }
        }
        change += makeRoom(bytes + change);
        bytes += change;
    }

    /** @return by how many bytes the size grew */
    private long put(String user, Kept kept) {
        ConflationKey key = kept.routed.conflationKey();
        Kept before = values.computeIfAbsent(user, unused -> new HashMap<>())
                .computeIfAbsent(instrumentOf(key), unused -> new HashMap<>(2))
                .put(key, kept);
        long change = kept.owners++ == 0 ? kept.bytes : 0;
        if (before == null) {
            age.put(new Owned(user, key), Boolean.TRUE);
            return change + ENTRY_BYTES;
        }
        return change - release(before);
    }

    private static long release(Kept kept) {
        return --kept.owners == 0 ? kept.bytes : 0;
    }

    private long makeRoom(long held) {
        long change = 0;
        Iterator<Owned> oldest = age.keySet().iterator();
        while (oldest.hasNext() && (age.size() > limit || held + change > byteLimit)) {
            Owned owned = oldest.next();
            oldest.remove();
            change -= ENTRY_BYTES + release(remove(owned));
        }
        return change;
    }

    private Kept remove(Owned owned) {
        Map<String, Map<ConflationKey, Kept>> ofUser = values.get(owned.user);
        Map<ConflationKey, Kept> ofInstrument = ofUser.get(instrumentOf(owned.key));
        Kept removed = ofInstrument.remove(owned.key);
        if (ofInstrument.isEmpty()) {
            ofUser.remove(instrumentOf(owned.key));
        }
        if (ofUser.isEmpty()) {
            values.remove(owned.user);
        }
        return removed;
    }

    private static String instrumentOf(ConflationKey key) {
        return key.instrument() == null ? "" : key.instrument();
    }

    private Kept newest(String user, ConflationKey key) {
        Kept own = get(values.get(user), key);
        Kept common = get(values.get(EVERYONE), key);
        if (own == null || common == null) {
            return own != null ? own : common;
        }
        return own.order > common.order ? own : common;
    }

    /**
     * Returns the value of this key as visible to the user; null if there is none, or if it is newer than the moment:
     * it was then delivered live.
     */
    public RoutedNotification get(String user, ConflationKey key, long moment) {
        Kept kept = newest(user, key);
        return kept == null || kept.order > moment ? null : kept.routed;
    }

    /** Returns the current moment; values that are put later are newer. */
    public long moment() {
        return puts;
    }

    private static Kept get(Map<String, Map<ConflationKey, Kept>> byInstrument, ConflationKey key) {
        Map<ConflationKey, Kept> ofInstrument = byInstrument == null ? null : byInstrument.get(instrumentOf(key));
        return ofInstrument == null ? null : ofInstrument.get(key);
    }

    /** Returns the keys whose value, as visible to the user, matches the filter; each key once. */
    public List<ConflationKey> keys(String user, SubscriptionFilter filter) {
        List<ConflationKey> keys = new ArrayList<>();
        Map<String, Map<ConflationKey, Kept>> own = values.get(user);
        Map<String, Map<ConflationKey, Kept>> common = values.get(EVERYONE);
        collect(common, own, filter, keys);
        collect(own, common, filter, keys);
        return keys;
    }

    /** @param others values of the same keys that replace older ones */
    private static void collect(
            Map<String, Map<ConflationKey, Kept>> from,
            Map<String, Map<ConflationKey, Kept>> others,
            SubscriptionFilter filter,
            List<ConflationKey> keys) {
        if (from == null) {
            return;
        }
        if (filter.instruments().isEmpty()) {
            from.values().forEach(ofInstrument -> collectOf(ofInstrument, others, filter, keys));
        } else {
            for (String instrument : filter.instruments()) {
                collectOf(from.getOrDefault(instrument, Map.of()), others, filter, keys);
            }
        }
    }

    private static void collectOf(
            Map<ConflationKey, Kept> from,
            Map<String, Map<ConflationKey, Kept>> others,
            SubscriptionFilter filter,
            List<ConflationKey> keys) {
        from.forEach((key, kept) -> {
            Kept other = get(others, key);
            if ((other == null || other.order < kept.order) && filter.matches(kept.routed.notification())) {
                keys.add(key);
            }
        });
    }

    int size() {
        return age.size();
    }

    /** Returns an estimate. Thread-safe. */
    long bytes() {
        return bytes;
    }
}
