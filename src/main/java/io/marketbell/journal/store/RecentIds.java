package io.marketbell.journal.store;

import io.marketbell.journal.store.LogState.Head;
import io.marketbell.notification.Notification;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ids of the most recently announced notifications, by offset. Thread-safe. */
public final class RecentIds {
    private static final int KEPT = 256;

    /** Exceeds the difference between the clocks of two nodes, which may both delete expired notifications. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(10);

    private record Id(long offset, String id, Instant expiresAt) {}

    private final Deque<Id> ids = new ArrayDeque<>();
    private final InstantSource clock;

    RecentIds(InstantSource clock) {
        this.clock = clock;
    }

    public synchronized void add(List<Notification> announced) {
        for (Notification notification : announced.subList(Math.max(0, announced.size() - KEPT), announced.size())) {
            if (ids.size() == KEPT) {
                ids.removeFirst();
            }
            ids.addLast(new Id(notification.offset(), notification.id(), notification.expiresAt()));
        }
    }

    public synchronized void clear() {
        ids.clear();
    }

    /** Returns the smallest offset; 0 if empty. */
    synchronized long oldest() {
        return ids.isEmpty() ? 0 : ids.getFirst().offset;
    }

    /** Returns the highest entry that another log has in common with this one. */
    synchronized Optional<Head> lastCommon(Map<Long, String> other) {
        return ids.stream()
                .filter(each -> each.id.equals(other.get(each.offset)))
                .max(Comparator.comparingLong(Id::offset))
                .map(each -> new Head(each.offset, each.id));
    }

    /**
     * Returns whether another log has a different notification at one of these offsets, or lacks one that cannot have
     * expired yet.
     *
     * @param other the ids of the other log between {@link #oldest} and {@code through}
     * @param through later offsets are not compared
     */
    synchronized boolean contradict(Map<Long, String> other, long through) {
        Instant now = clock.instant();
        return ids.stream().filter(each -> each.offset <= through).anyMatch(each -> {
            String found = other.get(each.offset);
            return found == null ? each.expiresAt.isAfter(now.plus(CLOCK_DIFFERENCE)) : !found.equals(each.id);
        });
    }
}
