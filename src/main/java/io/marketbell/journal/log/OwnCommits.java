package io.marketbell.journal.log;

import io.marketbell.notification.Notification;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Own commits that wait until the commits of other nodes before them are announced. Bounded in bytes. Not thread-safe,
 * except {@link #bytes}.
 */
final class OwnCommits {
    static final long LARGEST = 16L << 20;

    /** The estimated size of a notification without its body and recipients. */
    private static final int NOTIFICATION_BYTES = 600;

    private static final int RECIPIENT_BYTES = 64;

    /**
     * @param headBefore the head before the commit
     * @param idBefore the id of the notification at that offset; null if unknown
     */
    record Group(long headBefore, String idBefore, List<Notification> committed, long bytes) {
        long head() {
            return committed.get(committed.size() - 1).offset();
        }
    }

    private final long largest;
    private final Deque<Group> groups = new ArrayDeque<>();
    private volatile long bytes;

    OwnCommits(long largest) {
        this.largest = largest;
    }

    boolean isEmpty() {
        return groups.isEmpty();
    }

    /** Adds a commit. Removes all if there is no room: the database has them. */
    void add(long headBefore, String idBefore, List<Notification> committed) {
        long more = bytes(committed);
        if (bytes + more > largest) {
            clear();
            return;
        }
        groups.addLast(new Group(headBefore, idBefore, committed, more));
        bytes += more;
    }

    /** Returns the estimated size in memory. */
    static long bytes(List<Notification> notifications) {
        return notifications.stream().mapToLong(OwnCommits::bytes).sum();
    }

    private static long bytes(Notification notification) {
        String body = notification.body();
        return NOTIFICATION_BYTES
                + (long) RECIPIENT_BYTES * notification.recipients().size()
                + (body == null ? 0 : 2L * body.length());
    }

    int size() {
        return groups.size();
    }

    /** Returns the oldest commit; null if empty. */
    Group first() {
        return groups.peekFirst();
    }

    void removeFirst() {
        bytes -= groups.removeFirst().bytes;
    }

    void clear() {
        groups.clear();
        bytes = 0;
    }

    /** Thread-safe. */
    long bytes() {
        return bytes;
    }
}
