package io.marketbell.app;

import io.marketbell.journal.Journal;
import io.marketbell.journal.Ledger.Acknowledgement.Accepted;
import io.marketbell.notification.Notification;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Acknowledgements of one user whose outcomes are not published yet. Processed page by page, late acknowledgements
 * first.
 *
 * @param previous start of the range, exclusive
 * @param offset end of the range, inclusive
 * @param late acknowledged offsets outside the range
 */
record PendingAcknowledgement(long previous, long offset, SortedSet<Long> late) {
    /**
     * Bounds the memory for a user that acknowledges old offsets while the database is unreachable; further outcomes
     * are not published.
     */
    private static final int LATE_AT_MOST = 10_000;

    static PendingAcknowledgement of(Accepted accepted) {
        return new PendingAcknowledgement(accepted.previous(), accepted.offset(), new TreeSet<>(accepted.late()));
    }

    PendingAcknowledgement and(PendingAcknowledgement other) {
        TreeSet<Long> both = new TreeSet<>(late);
        both.addAll(other.late);
        // an acknowledgement that moved nothing has no range
        long from = hasRange() && other.hasRange() ? Math.min(previous, other.previous) : withRange(other).previous;
        long to = hasRange() && other.hasRange() ? Math.max(offset, other.offset) : withRange(other).offset;
        both.removeIf(candidate -> candidate > from && candidate <= to);
        while (both.size() > LATE_AT_MOST) {
            both.pollFirst();
        }
        return new PendingAcknowledgement(from, to, both);
    }

    private PendingAcknowledgement withRange(PendingAcknowledgement other) {
        return hasRange() ? this : other;
    }

    private boolean hasRange() {
        return previous < offset;
    }

    boolean readsLate() {
        return !late.isEmpty();
    }

    /**
     * Returns the notifications addressed to the user in the next page. The caller must select those that
     * {@link #includes} accepts.
     */
    List<Notification> next(Journal journal, String user, int limit) {
        return readsLate()
                ? journal.addressed(user, late.first() - 1, late.last(), limit)
                : journal.addressed(user, previous, offset, limit);
    }

    /**
     * @param early true if it was written before its offset was first acknowledged, so that its outcome was
     *     published then
     */
    boolean includes(Notification notification, boolean early) {
        return !readsLate() || (late.contains(notification.offset()) && !early);
    }

    /** Returns the remaining acknowledgements after that page, or empty if there are none. */
    Optional<PendingAcknowledgement> after(List<Notification> page, int limit) {
        boolean more = page.size() == limit;
        long last = more ? page.get(limit - 1).offset() : 0;
        if (!readsLate()) {
            return more ? Optional.of(new PendingAcknowledgement(last, offset, late)) : Optional.empty();
        }
        SortedSet<Long> left = more ? new TreeSet<>(late.tailSet(last + 1)) : new TreeSet<>();
        return left.isEmpty() && !hasRange()
                ? Optional.empty()
                : Optional.of(new PendingAcknowledgement(previous, offset, left));
    }
}
