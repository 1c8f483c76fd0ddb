package io.marketbell.delivery.shard;

import io.marketbell.delivery.RoutedNotification;
import io.marketbell.notification.ConflationKey;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.subscription.SubscriptionFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The last value of every key of the volatile types, for snapshots. Values are kept beyond their time to live, until
 * newer keys need the room. Values addressed to named users are stored for each of these users; a user sees the newer
 * of the value addressed to that user and the value addressed to everyone. Bounded by number and by estimated heap
 * bytes. Must be used on the dispatcher's thread, except where a method states otherwise.
 *
 * <p>Of two notifications, the one with the higher id is newer, whichever arrives first: publications of several threads
 * and nodes arrive in any order. All deliveries to a connection pass here first, so an outdated notification reaches no
 * client that has received a newer one.
 */
public final class LastValues {
    /** Estimated heap size of the map entries, the key, and its strings. */
    private static final int ENTRY_BYTES = 320;

    private static final String EVERYONE = "";

    /** Maximum number of evicted keys whose newest id is remembered, in case that an older notification arrives late. */
    private static final int EVICTED_REMEMBERED = 4_096;

    /** All users. */
    static final Predicate<String> ALL = user -> true;

    /** No user: the notification is outdated. */
    static final Predicate<String> NONE = user -> false;

    private final int limit;
    private final long byteLimit;
    private final Predicate<String> users;

    /** By user ("" for everyone), then by instrument ("" for none), then by key. */
    private final Map<String, Map<String, Map<ConflationKey, Kept>>> values = new HashMap<>();

    /** The keys in the order in which they were first added; the oldest are evicted first. */
    private final Map<Owned, Boolean> age = new LinkedHashMap<>();

    /** The ids of evicted values, oldest eviction first. */
    private final Map<Owned, String> evicted = new LinkedHashMap<>();

    /** The newest id among the notifications for named users, by type. */
    private final String[] newestPersonal = new String[NotificationType.values().length];

    private long puts;

    private long held;

    /** Equals {@code held} after each change; read by metrics. */
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

        String id() {
            return routed.notification().id();
        }

        /** Of two values with one id, the one that was put later is newer. */
        boolean isNewerThan(Kept other) {
            int compared = other == null ? 1 : id().compareTo(other.id());
            return compared == 0 ? order > other.order : compared > 0;
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

    /**
     * Keeps the notification unless it is outdated, and returns the users for whom it is newer than everything known:
     * {@link #ALL}, {@link #NONE}, or a test that is valid until the next call.
     */
    public Predicate<String> put(RoutedNotification routed) {
        return put(new Kept(routed, ++puts));
    }

    /** Keeps a notification that is not delivered live, unless it is outdated. A pending snapshot includes it. */
    public void keep(RoutedNotification routed) {
        put(new Kept(routed, 0));
    }

    private Predicate<String> put(Kept kept) {
        Predicate<String> newTo = kept.routed.notification().isForEveryone() ? putForEveryone(kept) : putForUsers(kept);
        makeRoom();
        bytes = held;
        return newTo;
    }

    private Predicate<String> putForEveryone(Kept kept) {
        if (!store(EVERYONE, kept)) {
            return NONE;
        }
        String personal = newestPersonal[kept.routed.notification().type().ordinal()];
        if (personal == null || personal.compareTo(kept.id()) < 0) {
            return ALL;
        }
        ConflationKey key = kept.routed.conflationKey();
        return user -> isNewer(kept.id(), newestId(user, key));
    }

    private Predicate<String> putForUsers(Kept kept) {
        Notification notification = kept.routed.notification();
        int type = notification.type().ordinal();
        if (isNewer(kept.id(), newestPersonal[type])) {
            newestPersonal[type] = kept.id();
        }
        boolean isNewest = isNewer(kept.id(), newestId(EVERYONE, kept.routed.conflationKey()));
        Set<String> outdated = null;
        int mine = 0;
        for (String user : notification.recipients()) {
            if (users.test(user)) {
                mine++;
                if (!store(user, kept) || !isNewest) {
                    outdated = outdated == null ? new HashSet<>() : outdated;
                    outdated.add(user);
                }
            }
        }
        if (outdated == null) {
            return ALL;
        }
        Set<String> without = outdated;
        return without.size() == mine ? NONE : user -> !without.contains(user);
    }

    private static boolean isNewer(String id, String known) {
        return known == null || id.compareTo(known) > 0;
    }

    /** Returns the newest id known of notifications to this user or to everyone; null if there is none. */
    private String newestId(String owner, ConflationKey key) {
        Kept kept = get(values.get(owner), key);
        if (kept != null) {
            return kept.id();
        }
        return evicted.isEmpty() ? null : evicted.get(new Owned(owner, key));
    }

    /** Returns false if the value is outdated. */
    private boolean store(String user, Kept kept) {
        ConflationKey key = kept.routed.conflationKey();
        if (!isNewer(kept.id(), newestId(user, key))) {
            return false;
        }
        Kept before = values.computeIfAbsent(user, unused -> new HashMap<>())
                .computeIfAbsent(instrumentOf(key), unused -> new HashMap<>(2))
                .put(key, kept);
        long change = kept.owners++ == 0 ? kept.bytes : 0;
        if (before == null) {
            Owned owned = new Owned(user, key);
            age.put(owned, Boolean.TRUE);
            evicted.remove(owned);
            change += ENTRY_BYTES;
        } else {
            change -= release(before);
        }
        held += change;
        return true;
    }

    private static long release(Kept kept) {
        return --kept.owners == 0 ? kept.bytes : 0;
    }

    private void makeRoom() {
        if (age.size() <= limit && held <= byteLimit) {
            return;
        }
        Iterator<Owned> oldest = age.keySet().iterator();
        while (oldest.hasNext() && (age.size() > limit || held > byteLimit)) {
            Owned owned = oldest.next();
            oldest.remove();
            Kept removed = remove(owned);
            held -= ENTRY_BYTES + release(removed);
            remember(owned, removed.id());
        }
    }

    private void remember(Owned owned, String id) {
        evicted.remove(owned);
        evicted.put(owned, id);
        if (evicted.size() > EVICTED_REMEMBERED) {
            evicted.remove(evicted.keySet().iterator().next());
        }
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

    /** Removes everything that is known of a user, except from values that other users share. */
    void forget(String user) {
        Map<String, Map<ConflationKey, Kept>> own = values.getOrDefault(user, Map.of());
        List<Owned> owned = own.values().stream()
                .flatMap(byKey -> byKey.keySet().stream())
                .map(key -> new Owned(user, key))
                .toList();
        for (Owned one : owned) {
            age.remove(one);
            held -= ENTRY_BYTES + release(remove(one));
        }
        evicted.keySet().removeIf(one -> one.user.equals(user));
        bytes = held;
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
        return own.isNewerThan(common) ? own : common;
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
            if (kept.isNewerThan(other) && filter.matches(kept.routed.notification())) {
                keys.add(key);
            }
        });
    }

    /** Passes the values for everyone to the first consumer, and those for named users to the second. */
    void forEach(Consumer<RoutedNotification> everyone, BiConsumer<String, RoutedNotification> personal) {
        values.forEach((user, byInstrument) -> byInstrument
                .values()
                .forEach(byKey -> byKey.values().forEach(kept -> {
                    if (user.equals(EVERYONE)) {
                        everyone.accept(kept.routed);
                    } else {
                        personal.accept(user, kept.routed);
                    }
                })));
    }

    int size() {
        return age.size();
    }

    /** Returns an estimate. Thread-safe. */
    long bytes() {
        return bytes;
    }
}
