package io.marketbell.delivery;

import io.marketbell.journal.Journal;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.Ledger;
import io.marketbell.notification.Notification;
import io.marketbell.routing.Filter;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;

/**
 * Reads the journal for one reader that resumes, a page at a time and never ahead of what the reader takes. Its state
 * belongs to the shard's thread; pages are read by the database's threads and handed over in the shard's turn.
 */
final class CatchUp {
    private static final int PAGE = 200;
    private static final long RETRY_MILLIS = 1_000;

    /** Where the journal is read and who goes on with what was found. */
    record Ground(Journal journal, Ledger ledger, Executor databaseThreads, Executor shard) {}

    private final Ground ground;
    private final String user;
    private final Connection.Subscribe request;
    private final long liveThrough;
    private final Queue<Notification> page = new ArrayDeque<>();

    private Frame.Status.Gap gap;
    private LongPredicate reachedBefore;
    private long readThrough = -1;
    private long startedFrom;
    private boolean atHead;
    private boolean reading;

    /** @param liveThrough up to here the connection's other subscriptions had theirs live: only the new one's filter counts */
    CatchUp(Ground ground, String user, Connection.Subscribe request, long liveThrough) {
        this.ground = ground;
        this.user = user;
        this.request = request;
        this.liveThrough = liveThrough;
    }

    /** Whether anything was read yet. */
    boolean hasStarted() {
        return readThrough >= 0;
    }

    /** After which offset it reads: the one asked for, or 0 where the log is another. */
    long startedFrom() {
        return startedFrom;
    }

    /** Up to where everything was read. */
    long readThrough() {
        return readThrough;
    }

    /** What can no longer be had, or null; known with the first page. */
    Frame.Status.Gap gap() {
        return gap;
    }

    Notification poll() {
        return page.poll();
    }

    boolean hasPage() {
        return !page.isEmpty();
    }

    /** Whether the last page went to the journal's head of that moment. */
    boolean isAtHead() {
        return atHead;
    }

    boolean mayHaveReached(Notification notification) {
        return reachedBefore.test(notification.offset());
    }

    boolean wasLiveForOthers(Notification notification) {
        return notification.offset() <= liveThrough;
    }

    Filter filter() {
        return request.filter();
    }

    /** Reads the next page, unless one is being read; {@code onPage} runs in the shard's turn. */
    void readOn(Runnable onPage) {
        if (!reading) {
            reading = true;
            atHead = false;
            ground.databaseThreads.execute(() -> read(onPage));
        }
    }

    private void read(Runnable onPage) {
        try {
            long from = readThrough;
            Frame.Status.Gap missing = gap;
            if (from < 0) {
                missing = missing();
                from = missing != null && missing.reason() == Frame.GapReason.RESET ? 0 : request.resumeAfter();
            }
            LongPredicate reached = reachedBefore == null ? ground.ledger.mayHaveReached(user, from) : reachedBefore;
            long head = ground.journal.head();
            List<Notification> found = ground.journal.history(user, from, head, Set.of(), PAGE);
            Found page = new Found(missing, reached, from, head, found);
            ground.shard.execute(() -> arrived(page, onPage));
        } catch (JournalUnavailable e) {
            CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS, ground.databaseThreads)
                    .execute(() -> read(onPage));
        }
    }

    private record Found(
            Frame.Status.Gap gap, LongPredicate reached, long from, long head, List<Notification> notifications) {}

    private Frame.Status.Gap missing() {
        long after = request.resumeAfter();
        long head = ground.journal.head();
        boolean otherLog = request.epoch() != null && !request.epoch().equals(ground.journal.epoch());
        if (otherLog || after > head) {
            return new Frame.Status.Gap(after, head, Frame.GapReason.RESET);
        }
        long expired = ground.journal.expiredThrough(user);
        return expired > after ? new Frame.Status.Gap(after, expired, Frame.GapReason.EXPIRED) : null;
    }

    private void arrived(Found found, Runnable onPage) {
        reading = false;
        gap = found.gap;
        reachedBefore = found.reached;
        page.addAll(found.notifications);
        if (readThrough < 0) {
            startedFrom = found.from;
        }
        atHead = found.notifications.size() < PAGE;
        if (atHead) {
            readThrough = Math.max(found.from, found.head);
        } else {
            readThrough = found.notifications.get(PAGE - 1).offset();
        }
        onPage.run();
    }
}
