package io.marketbell.delivery;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Counts, for each user, how often writing a durable notification failed, and gives it up after five times. */
final class WriteFailures {
    static final int ATTEMPTS = 5;

    private final Map<String, Map<Long, Integer>> byUser = new ConcurrentHashMap<>();

    void failed(String user, List<Parcel> parcels, Consumer<Parcel> givenUp) {
        Map<Long, Integer> ofUser = byUser.computeIfAbsent(user, unused -> new ConcurrentHashMap<>());
        for (Parcel parcel : parcels) {
            if (ofUser.merge(parcel.notification().offset(), 1, Integer::sum) == ATTEMPTS) {
                givenUp.accept(parcel);
            }
        }
    }

    void succeeded(String user, List<Parcel> parcels) {
        if (!byUser.isEmpty()) {
            byUser.computeIfPresent(user, (unused, ofUser) -> {
                parcels.forEach(parcel -> ofUser.remove(parcel.notification().offset()));
                return ofUser.isEmpty() ? null : ofUser;
            });
        }
    }

    boolean isGivenUp(String user, long offset) {
        return !byUser.isEmpty() && byUser.getOrDefault(user, Map.of()).getOrDefault(offset, 0) >= ATTEMPTS;
    }
}
