package io.marketbell.journal.log;

import io.marketbell.cluster.NodeRefused;
import io.marketbell.cluster.node.NodeMembership;
import io.marketbell.database.OutageLog;
import io.marketbell.database.Sql;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.log.CommitNotifier.Gap;
import io.marketbell.journal.store.HeadTable;
import io.marketbell.journal.store.JournalDatabase;
import io.marketbell.journal.store.LogContinuity;
import io.marketbell.journal.store.LogState;
import io.marketbell.notification.Notification;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Reads the head and the commits of other nodes from the database, for the notifier and for callers that need the
 * current head. Runs on its own thread, so that a slow or failed read neither delays commits nor rejects publications.
 */
final class LogFollower implements Runnable {
    private static final int PAGE = 1_000;
    private static final long RETRY_MILLIS = 200;
    private static final long ROOM_POLL_MILLIS = 10;

    private final JournalDatabase database;
    private final LogState state;
    private final LogContinuity continuity;
    private final CommitNotifier notifier;
    private final NodeMembership membership;
    private final Semaphore wakeUps = new Semaphore(0);
    private final HeadReads headReads = new HeadReads(wakeUps::release);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final OutageLog outage = new OutageLog(
            System.getLogger(LogFollower.class.getName()),
            "the commits of other nodes cannot be read",
            "the commits of other nodes are read again");
    private volatile BooleanSupplier listenerHasRoom = () -> true;

    // the following are confined to the follower's thread

    /** The read that is complete as soon as its head is announced; 0 for none. */
    private long read;

    private long readHead;

    LogFollower(
            JournalDatabase database,
            LogState state,
            LogContinuity continuity,
            CommitNotifier notifier,
            NodeMembership membership) {
        this.membership = membership;
        this.database = database;
        this.state = state;
        this.continuity = continuity;
        this.notifier = notifier;
        notifier.onGap(wakeUps::release);
    }

    HeadReads headReads() {
        return headReads;
    }

    /** Sets a condition for reading more commits of other nodes. */
    void readWhile(BooleanSupplier condition) {
        listenerHasRoom = condition;
    }

    @Override
    public void run() {
        try {
            while (!isClosing()) {
                follow();
            }
        } catch (InterruptedException e) {
            // The follower is ended by close(), not by interrupts; an interrupt is a bug elsewhere.
            throw new IllegalStateException("the journal's follower was interrupted", e);
        } finally {
            if (isClosing()) {
                ended.countDown();
            }
        }
    }

    private void follow() throws InterruptedException {
        // before the conditions are evaluated: a later change wakes again
        wakeUps.drainPermits();
        long wait = nanosUntilRead();
        if (wait > 0) {
            if (wait == Long.MAX_VALUE) {
                wakeUps.acquire();
            } else {
                wakeUps.tryAcquire(wait, TimeUnit.NANOSECONDS);
            }
            return;
        }
        if (!listenerHasRoom.getAsBoolean()) {
            closing.await(ROOM_POLL_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        try {
            readNext();
            outage.succeeded();
        } catch (JournalUnavailable e) {
            failed(e);
            outage.failed(e);
            closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RuntimeException | Error e) {
            failed(e);
            closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
            throw e;
        }
    }

    private long nanosUntilRead() {
        if (!state.isKnown()) {
            return Long.MAX_VALUE;
        }
        return headReads.arePending() ? 0 : notifier.nanosUntilRead();
    }

    private void failed(Throwable e) {
        read = 0;
        headReads.fail(e);
    }

    private record Page(HeadTable.HeadRow head, List<Notification> notifications, long through) {}

    private void readNext() throws InterruptedException {
        long number = headReads.begin();
        Gap gap = notifier.gap();
        Page page = database.read(sql -> page(sql, gap));
        verifyMembership();
        if (!notifier.read(gap, page.head, page.notifications, page.through)) {
            read = 0;
            return;
        }
        if (read == 0) {
            read = number;
            readHead = page.head.offset();
        }
        if (state.head() >= readHead) {
            headReads.complete(read);
            read = 0;
        } else if (state.head() == gap.after()) {
            // not expected; must not repeat without a pause
            closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void verifyMembership() {
        try {
            membership.verify();
        } catch (SQLException | NodeRefused e) {
            throw new JournalUnavailable("the membership of this node could not be verified", e);
        }
    }

    private Page page(Sql sql, Gap gap) throws SQLException {
        LogContinuity.Known known = continuity.known();
        HeadTable.HeadRow head = HeadTable.read(sql);
        continuity.demand(sql, known, head);
        long upTo = Math.min(gap.upTo(), head.offset());
        if (gap.after() >= upTo) {
            return new Page(head, List.of(), gap.after());
        }
        LogReader.Range range = new LogReader(sql).range(gap.after(), upTo, PAGE);
        return new Page(head, range.notifications(), range.through());
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Returns whether {@link #run} has completed after {@link #close}. */
    boolean hasEnded() {
        return ended.getCount() == 0;
    }

    /** @return whether no read is in progress any more */
    boolean close(Duration atMost) throws InterruptedException {
        closing.countDown();
        wakeUps.release();
        headReads.close();
        return ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }
}
