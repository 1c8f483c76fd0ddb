package io.marketbell.app;

import io.marketbell.journal.Journal;
import io.marketbell.journal.Ledger.Acknowledgement.Accepted;
import io.marketbell.notification.Notification;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What one user has acknowledged and whose outcomes are not published yet. Read page by page: the late ones first.
 *
 * @param previous everything after this offset
 * @param offset up to this one
 * @param late and these, which do not lie in that range
 */
record Acknowledged(long previous, long offset, SortedSet<Long> late) {
    /** Bounds the memory of a user that acknowledges old offsets while the database is away; the rest is not published. */
    private static final int LATE_AT_MOST = 10_000;

    static Acknowledged of(Accepted accepted) {
        return new Acknowledged(accepted.previous(), accepted.offset(), new TreeSet<>(accepted.late()));
    }

    Acknowledged and(Acknowledged other) {
        TreeSet<Long> both = new TreeSet<>(late);
        both.addAll(other.late);
        // an acknowledgement that moved nothing has no range
        long from = hasRange() && other.hasRange() ? Math.min(previous, other.previous) : withRange(other).previous;
        long to = hasRange() && other.hasRange() ? Math.max(offset, other.offset) : withRange(other).offset;
        both.removeIf(candidate -> candidate > from && candidate <= to);
        while (both.size() > LATE_AT_MOST) {
            both.pollFirst();
        }
        return new Acknowledged(from, to, both);
    }

    private Acknowledged withRange(Acknowledged other) {
        return hasRange() ? this : other;
    }

    private boolean hasRange() {
        return previous < offset;
    }

    private boolean readsLate() {
        return !late.isEmpty();
    }

    /** What is addressed to the user in the next part; only those that {@link #includes} are meant. */
    List<Notification> next(Journal journal, String user, int limit) {
        return readsLate()
                ? journal.addressed(user, late.first() - 1, late.last(), limit)
                : journal.addressed(user, previous, offset, limit);
    }

    /** @param early whether it was written before its offset was first acknowledged, and so published then */
    boolean includes(Notification notification, boolean early) {
        return !readsLate() || (late.contains(notification.offset()) && !early);
    }

    /** What is left after that page; empty where nothing is. */
    Optional<Acknowledged> after(List<Notification> page, int limit) {
        boolean more = page.size() == limit;
        long last = more ? page.get(limit - 1).offset() : 0;
        if (!readsLate()) {
            return more ? Optional.of(new Acknowledged(last, offset, late)) : Optional.empty();
        }
        SortedSet<Long> left = more ? new TreeSet<>(late.tailSet(last + 1)) : new TreeSet<>();
        return left.isEmpty() && !hasRange() ? Optional.empty() : Optional.of(new Acknowledged(previous, offset, left));
    }
}
