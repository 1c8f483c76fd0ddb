package io.marketbell.delivery;

import io.marketbell.notification.ConflationKey;
import io.marketbell.notification.Notification;
import io.marketbell.routing.Filter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The last value of every key of the volatile types, for snapshots; kept past its time to live, until newer keys need
 * the room. Values addressed to named users are kept for each of them apart. Belongs to one dispatcher's thread.
 */
final class LastValues {
    private final int limit;

    /** By user, "" for everyone; then by instrument, "" for none; then by key. */
    private final Map<String, Map<String, Map<ConflationKey, Parcel>>> values = new HashMap<>();

    /** The keys in the order in which they were first seen; the oldest make room. */
    private final Map<Owned, Boolean> age = new LinkedHashMap<>();

    private record Owned(String user, ConflationKey key) {}

    LastValues(int limit) {
        this.limit = limit;
    }

    void put(Parcel parcel) {
        Notification notification = parcel.notification();
        if (notification.isForEveryone()) {
            put("", parcel);
        } else {
            notification.recipients().forEach(user -> put(user, parcel));
        }
    }

    private void put(String user, Parcel parcel) {
        Parcel before = values.computeIfAbsent(user, unused -> new HashMap<>())
                .computeIfAbsent(instrumentOf(parcel.conflationKey()), unused -> new HashMap<>(2))
                .put(parcel.conflationKey(), parcel);
        if (before == null) {
            age.put(new Owned(user, parcel.conflationKey()), Boolean.TRUE);
            if (age.size() > limit) {
                Owned oldest = age.keySet().iterator().next();
                age.remove(oldest);
                remove(oldest);
            }
        }
    }

    private void remove(Owned owned) {
        Map<String, Map<ConflationKey, Parcel>> ofUser = values.get(owned.user);
        Map<ConflationKey, Parcel> ofInstrument = ofUser.get(instrumentOf(owned.key));
        ofInstrument.remove(owned.key);
        if (ofInstrument.isEmpty()) {
            ofUser.remove(instrumentOf(owned.key));
        }
        if (ofUser.isEmpty()) {
            values.remove(owned.user);
        }
    }

    private static String instrumentOf(ConflationKey key) {
        return key.instrument() == null ? "" : key.instrument();
    }

    /** The value the user would see of this key, or null. */
    Parcel get(String user, ConflationKey key) {
        Parcel own = get(values.get(user), key);
        return own != null ? own : get(values.get(""), key);
    }

    private static Parcel get(Map<String, Map<ConflationKey, Parcel>> byInstrument, ConflationKey key) {
        Map<ConflationKey, Parcel> ofInstrument = byInstrument == null ? null : byInstrument.get(instrumentOf(key));
        return ofInstrument == null ? null : ofInstrument.get(key);
    }

    /** The keys of all values that the filter lets through and the user may see. */
    List<ConflationKey> keys(String user, Filter filter) {
        List<ConflationKey> keys = new ArrayList<>();
        for (String owner : List.of("", user)) {
            Map<String, Map<ConflationKey, Parcel>> byInstrument = values.get(owner);
            if (byInstrument == null) {
                continue;
            }
            if (filter.instruments().isEmpty()) {
                byInstrument.values().forEach(ofInstrument -> collect(ofInstrument, filter, keys));
            } else {
                for (String instrument : filter.instruments()) {
                    collect(byInstrument.getOrDefault(instrument, Map.of()), filter, keys);
                }
            }
        }
        return keys;
    }

    private static void collect(Map<ConflationKey, Parcel> from, Filter filter, List<ConflationKey> keys) {
        from.forEach((key, parcel) -> {
            if (filter.matches(parcel.notification())) {
                keys.add(key);
            }
        });
    }

    int size() {
        return age.size();
    }
}
