package io.marketbell.delivery.shard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.marketbell.delivery.Clocks;
import io.marketbell.delivery.RoutedNotification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Counts the failed attempts to write a durable notification to a user, and gives up after five. All connections that a
 * user has at one time count as one attempt, regardless of how many of them fail: a failure counts only on a connection
 * that was opened after the previously counted failure. A success on any connection clears the count, and so does an
 * acknowledgement, because a write can fail after the client has received the data. Bounded; entries are removed when
 * the notification expires. Thread-safe.
 */
final class WriteFailures {
    static final int ATTEMPTS = 5;
    private static final int AT_MOST = 100_000;

    private final Cache<Key, Attempts> failed;
    /** The offsets in {@link #failed} by user, except those given up that the user has acknowledged since. */
    private final ConcurrentMap<String, NavigableSet<Long>> offsets = new ConcurrentHashMap<>();

    private final AtomicLong counted = new AtomicLong();
    private final Clocks clocks;

    private record Key(String user, long offset) {}

    /** @param last the moment of the latest failure, as a number of counted failures */
    private record Attempts(int count, long last, long expiresAtMillis) {}

    WriteFailures(Clocks clocks) {
        this.clocks = clocks;
        this.failed = Caffeine.newBuilder()
                .maximumSize(AT_MOST)
                .expireAfter(Expiry.creating((Key key, Attempts attempts) ->
                        Duration.ofMillis(Math.max(0, attempts.expiresAtMillis - clocks.millis()))))
                .ticker(() -> clocks.millis() * 1_000_000)
                // Maintenance runs on the calling thread: it is short, and the common pool is shared with other
                // applications.
                .executor(Runnable::run)
                .removalListener((key, attempts, cause) -> {
                    if (cause != RemovalCause.REPLACED) {
                        removeOffset((Key) key);
                    }
                })
                .build();
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
        for (RoutedNotification routed : routedNotifications) {
            Key key = new Key(user, routed.notification().offset());
            boolean[] isAttempt = {false};
            Attempts attempts = failed.asMap().compute(key, (unused, before) -> {
                isAttempt[0] = before == null || openedAt >= before.last;
                if (before == null) {
                    addOffset(key);
                }
                return isAttempt[0] ? another(before, routed) : before;
            });
            if (isAttempt[0] && attempts.count == ATTEMPTS) {
                givenUp.accept(routed);
            }
        }
    }

    private Attempts another(Attempts before, RoutedNotification routed) {
        int count = before == null ? 1 : before.count + 1;
        return new Attempts(
                count,
                counted.incrementAndGet(),
                routed.notification().expiresAt().toEpochMilli());
    }

    void succeeded(String user, List<RoutedNotification> routedNotifications) {
        if (isAnyFailed()) {
            routedNotifications.forEach(routed ->
                    failed.invalidate(new Key(user, routed.notification().offset())));
        }
    }

    /**
     * Removes the failures of notifications that the user has received, up to this offset. Those given up remain,
     * because they are dead letters.
     */
    void acknowledged(String user, long offset) {
        List<Long> received = new ArrayList<>();
        offsets.computeIfPresent(user, (unused, all) -> {
            NavigableSet<Long> covered = all.headSet(offset, true);
            received.addAll(covered);
            covered.clear();
            return all.isEmpty() ? null : all;
        });
        received.forEach(each -> failed.asMap()
                .computeIfPresent(new Key(user, each), (key, attempts) -> attempts.count < ATTEMPTS ? null : attempts));
    }

    private void addOffset(Key key) {
        offsets.compute(key.user, (user, before) -> {
            NavigableSet<Long> all = before == null ? new TreeSet<>() : before;
            all.add(key.offset);
            return all;
        });
    }

    private void removeOffset(Key key) {
        offsets.computeIfPresent(key.user, (user, all) -> {
            all.remove(key.offset);
            return all.isEmpty() ? null : all;
        });
    }

    /** Clears everything, because offsets belong to a new log from now on. */
    void clear() {
        failed.invalidateAll();
    }

    boolean isGivenUp(String user, long offset) {
        if (!isAnyFailed()) {
            return false;
        }
        Attempts attempts = failed.getIfPresent(new Key(user, offset));
        return attempts != null && attempts.count >= ATTEMPTS;
    }

    /** A cheap check that is nearly always false and saves the lookups that follow. */
    private boolean isAnyFailed() {
        return failed.estimatedSize() > 0;
    }

    /** Returns the number of recorded pairs of a notification and a user. */
    long size() {
        failed.cleanUp();
        return failed.estimatedSize();
    }
}
