package io.marketbell.journal.log;

import static java.lang.System.Logger.Level.ERROR;

import io.marketbell.journal.store.HeadTable;
import io.marketbell.journal.store.LogState;
import io.marketbell.journal.store.RecentIds;
import io.marketbell.notification.Notification;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Notifies the listener of every commit, in offset order, and advances the announced head. An own commit is announced
 * at once, on the writer's thread, if nothing is missing before it. Otherwise it waits until the follower has read the
 * commits of other nodes. Thread-safe; never blocks on the database.
 */
final class CommitNotifier {
    private static final System.Logger LOG = System.getLogger(CommitNotifier.class.getName());

    private final LogState state;
    private final RecentIds recent;
    private final OwnCommits waiting;
    private final BooleanSupplier mayAnnounce;
    private volatile Consumer<List<Notification>> listener = committed -> {};
    private volatile Runnable onGap = () -> {};

    /** The highest head that was found in the database. */
    private volatile long found;

    /** Counts the replacements of the log. */
    private long log;

    /**
     * @param mayAnnounce returns whether this node is known to count as running; if not, own commits wait until the
     *     follower has verified it
     */
    CommitNotifier(LogState state, OwnCommits waiting, BooleanSupplier mayAnnounce) {
        this.mayAnnounce = mayAnnounce;
        this.state = state;
        this.recent = state.recentIds();
        this.waiting = waiting;
    }

    void onCommitted(Consumer<List<Notification>> listener) {
        this.listener = listener;
    }

    /** Registers the action that runs when commits must be read from the database. It must not block. */
    void onGap(Runnable action) {
        onGap = action;
    }

    /**
     * Takes a commit of this node.
     *
     * @param headBefore the head before the commit; above the announced head if commits of other nodes are missing
     */
    synchronized void committed(long headBefore, List<Notification> committed) {
        if (committed.isEmpty()) {
            found(headBefore);
        } else if (waiting.isEmpty() && headBefore <= state.head() && mayAnnounce.getAsBoolean()) {
            announce(committed);
        } else {
            waiting.add(headBefore, committed);
            found(committed.get(committed.size() - 1).offset());
        }
    }

    /** Takes a head that was read from the database. */
    synchronized void found(long head) {
        found = Math.max(found, head);
        if (state.head() < found) {
            onGap.run();
        }
    }

    /**
     * The part of the log that the follower reads next.
     *
     * @param log the log to which the offsets belong
     * @param after the announced head
     * @param upTo the last offset to read, because own commits after it are in memory
     * @param behind whether notifications are known to be missing
     */
    record Gap(long log, long after, long upTo, boolean behind) {}

    synchronized Gap gap() {
        OwnCommits.Group first = waiting.first();
        long upTo = first == null ? Long.MAX_VALUE : first.headBefore();
        return new Gap(log, state.head(), upTo, state.head() < found);
    }

    /**
     * Takes notifications that were read from the database. This node must have been verified to count as running.
     *
     * @param head the head in the database, read before the notifications
     * @param through the offset up to which the page is complete: offsets that it lacks have expired
     * @return whether they belong to the current log
     */
    synchronized boolean read(Gap gap, HeadTable.HeadRow head, List<Notification> page, long through) {
        if (gap.log != log) {
            return false;
        }
        state.saw(head.offset(), head.id());
        found = Math.max(found, head.offset());
        announce(page);
        if (state.head() < through) {
            state.head(through, through == head.offset() ? head.id() : null);
            state.announced(through);
        }
        while (!waiting.isEmpty() && waiting.first().headBefore() <= state.head()) {
            announce(waiting.first().committed());
            waiting.removeFirst();
        }
        return true;
    }

    /** Announces those that are not announced yet. */
    private void announce(List<Notification> committed) {
        List<Notification> news = after(state.head(), committed);
        if (news.isEmpty()) {
            return;
        }
        Notification last = news.get(news.size() - 1);
        state.head(last.offset(), last.id());
        recent.add(news);
        try {
            listener.accept(news);
        } catch (RuntimeException | Error e) {
            // the notifications are committed and readable; a failing listener must not stop the log
            LOG.log(ERROR, "the listener failed at offset " + news.get(0).offset(), e);
        }
        state.announced(last.offset());
    }

    private static List<Notification> after(long head, List<Notification> committed) {
        if (committed.isEmpty() || committed.get(0).offset() > head) {
            return committed;
        }
        return committed.stream().filter(each -> each.offset() > head).toList();
    }

    /**
     * Replaces the log.
     *
     * @param adopt makes the new log the known one and notifies its listener; nothing is announced while it runs
     */
    synchronized void replace(Runnable adopt) {
        log++;
        waiting.clear();
        recent.clear();
        found = 0;
        adopt.run();
    }

    /** Returns the number of offsets that were found in the database and are not announced yet. */
    long behind() {
        return Math.max(0, found - state.head());
    }

    /** Returns the estimated size of own commits that wait for commits of other nodes. */
    long waitingBytes() {
        return waiting.bytes();
    }
}
