package io.marketbell.delivery.shard;

import io.marketbell.delivery.Clocks;
import io.marketbell.delivery.RoutedNotification;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Counts the failed attempts to write a durable notification to a user, and gives up after five. All connections that a
 * user has at one time count as one attempt, regardless of how many of them fail: a failure counts only on a connection
 * that was opened after the previously counted failure. A success on any connection clears the count, and so does an
 * acknowledgement, because a write can fail after the client has received the data. Bounded; expired notifications do
 * not count, and they are removed by {@link #size} and when the bound is reached. Thread-safe.
 */
final class WriteFailures {
    static final int ATTEMPTS = 5;
    private static final int AT_MOST = 100_000;
    private static final int AFTER_EVICTION = 99_000;

    /** Minimum interval between two searches for expired notifications. */
    private static final long EXPIRY_MILLIS = 1_000;

    /** By user and offset. The entry of a user is changed only by one atomic operation at a time. */
    private final ConcurrentMap<String, NavigableMap<Long, Attempts>> byUser = new ConcurrentHashMap<>();

    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong counted = new AtomicLong();
    private final Clocks clocks;
    private volatile long expiryDueAt;

    /** @param last the moment of the latest failure, as a number of counted failures */
    private record Attempts(int count, long last, long expiresAtMillis) {}

    WriteFailures(Clocks clocks) {
        this.clocks = clocks;
    }

    /** Returns the current moment, as a number of counted failures. A connection must keep it when it opens. */
    long moment() {
        return counted.get();
    }

    /** @param openedAt the {@link #moment} at which the connection was opened */
    void failed(
            String user,
            long openedAt,
            List<RoutedNotification> routedNotifications,
            Consumer<RoutedNotification> givenUp) {
        List<RoutedNotification> lastAttempts = new ArrayList<>(0);
        byUser.compute(user, (unused, before) -> {
            NavigableMap<Long, Attempts> offsets = before == null ? new ConcurrentSkipListMap<>() : before;
            for (RoutedNotification routed : routedNotifications) {
                if (count(offsets, routed, openedAt) == ATTEMPTS) {
                    lastAttempts.add(routed);
                }
            }
            return offsets.isEmpty() ? null : offsets;
        });
        lastAttempts.forEach(givenUp);
        if (size.get() > AT_MOST) {
            removeExpired();
        }
        if (size.get() > AT_MOST) {
            evict();
        }
    }

    /** Returns the number of attempts, or 0 if the failure belongs to an attempt that was counted before. */
    private int count(NavigableMap<Long, Attempts> offsets, RoutedNotification routed, long openedAt) {
        long offset = routed.notification().offset();
        Attempts before = offsets.get(offset);
        if (before == null) {
            size.incrementAndGet();
        } else if (openedAt < before.last) {
            return 0;
        }
        int count = before == null || isExpired(before) ? 1 : before.count + 1;
        long expiresAt = routed.notification().expiresAt().toEpochMilli();
        offsets.put(offset, new Attempts(count, counted.incrementAndGet(), expiresAt));
        return count;
    }

    void succeeded(String user, List<RoutedNotification> routedNotifications) {
        byUser.computeIfPresent(user, (unused, offsets) -> {
            routedNotifications.forEach(
                    routed -> remove(offsets, routed.notification().offset()));
            return offsets.isEmpty() ? null : offsets;
        });
    }

    /**
     * Removes the failures of notifications that the user has received, up to this offset. Those given up remain,
     * because they are dead letters.
     */
    void acknowledged(String user, long offset) {
        removeIf(user, offset, attempts -> attempts.count < ATTEMPTS);
    }

    /** Clears everything, because offsets belong to a new log from now on. */
    void clear() {
        byUser.keySet().forEach(user -> removeIf(user, Long.MAX_VALUE, attempts -> true));
    }

    boolean isGivenUp(String user, long offset) {
        NavigableMap<Long, Attempts> offsets = byUser.get(user);
        Attempts attempts = offsets == null ? null : offsets.get(offset);
        return attempts != null && attempts.count >= ATTEMPTS && !isExpired(attempts);
    }

    /** Removes expired failures and returns the number of recorded pairs of a notification and a user. */
    long size() {
        removeExpired();
        return size.get();
    }

    /** Has no effect within {@link #EXPIRY_MILLIS} after the last search, because each metric calls {@link #size}. */
    private void removeExpired() {
        long now = clocks.millis();
        if (now >= expiryDueAt) {
            expiryDueAt = now + EXPIRY_MILLIS;
            byUser.keySet().forEach(user -> removeIf(user, Long.MAX_VALUE, this::isExpired));
        }
    }

    private boolean isExpired(Attempts attempts) {
        return clocks.millis() >= attempts.expiresAtMillis;
    }

    private void removeIf(String user, long through, Predicate<Attempts> condition) {
        byUser.computeIfPresent(user, (unused, offsets) -> {
            offsets.headMap(through, true).forEach((offset, attempts) -> {
                if (condition.test(attempts)) {
                    remove(offsets, offset);
                }
            });
            return offsets.isEmpty() ? null : offsets;
        });
    }

    private void remove(NavigableMap<Long, Attempts> offsets, long offset) {
        if (offsets.remove(offset) != null) {
            size.decrementAndGet();
        }
    }

    /** Removes failures of arbitrary users, their lowest offsets first, so many at a time that it runs rarely. */
    private void evict() {
        for (String user : byUser.keySet()) {
            removeIf(user, Long.MAX_VALUE, attempts -> size.get() > AFTER_EVICTION);
            if (size.get() <= AFTER_EVICTION) {
                return;
            }
        }
    }
}
