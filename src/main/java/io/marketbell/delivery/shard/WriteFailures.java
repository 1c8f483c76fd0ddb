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
 * Counts, for each user, in how many attempts writing a durable notification failed, and gives it up after five. The
 * connections that a user has at one time are one attempt, however many of them are broken: a failure counts only on a
 * connection that was opened after the one counted before. A success on any connection clears the count, and so does an
 * acknowledgement: a write can fail after the client has received it. Bounded, and forgotten when the notification
 * expires. Thread-safe.
 */
final class WriteFailures {
    static final int ATTEMPTS = 5;
    private static final int AT_MOST = 100_000;

    private final Cache<Key, Attempts> failed;
    /** The offsets in {@link #failed} by user, apart from those given up that the user has acknowledged since. */
    private final ConcurrentMap<String, NavigableSet<Long>> offsets = new ConcurrentHashMap<>();

    private final AtomicLong counted = new AtomicLong();
    private final Clocks clocks;

    private record Key(String user, long offset) {}

    /** @param last the moment of the latest, in counted failures */
    private record Attempts(int count, long last, long expiresAtMillis) {}

    WriteFailures(Clocks clocks) {
        this.clocks = clocks;
        this.failed = Caffeine.newBuilder()
                .maximumSize(AT_MOST)
                .expireAfter(Expiry.creating((Key key, Attempts attempts) ->
                        Duration.ofMillis(Math.max(0, attempts.expiresAtMillis - clocks.millis()))))
                .ticker(() -> clocks.millis() * 1_000_000)
                // On the calling thread: upkeep is short, and the common pool is not ours.
                .executor(Runnable::run)
                .removalListener((key, attempts, cause) -> {
                    if (cause != RemovalCause.REPLACED) {
                        removeOffset((Key) key);
                    }
                })
                .build();
    }

    /** The present moment, in counted failures: to be kept by a connection when it opens. */
    long moment() {
        return counted.get();
    }

    /** @param openedAt the {@link #moment} when the connection was opened on which writing them failed */
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

    /** Forgets what the user has received up to this offset. What was given up stays: it became a dead letter. */
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

    /** Offsets mean something else from now on. */
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

    /** Nearly always false, and cheaper to ask than what follows. */
    private boolean isAnyFailed() {
        return failed.estimatedSize() > 0;
    }

    /** How many notifications could not be written to a user and are remembered for that. */
    long size() {
        failed.cleanUp();
        return failed.estimatedSize();
    }
}
