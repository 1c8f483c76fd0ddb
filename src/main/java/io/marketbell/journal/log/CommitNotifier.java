package io.marketbell.journal.log;

import static java.lang.System.Logger.Level.ERROR;

import io.marketbell.journal.CommitExchange;
import io.marketbell.journal.CommittedGroup;
import io.marketbell.journal.store.HeadTable;
import io.marketbell.journal.store.LogState;
import io.marketbell.journal.store.LogState.Head;
import io.marketbell.journal.store.RecentIds;
import io.marketbell.notification.Notification;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Notifies the listener of every commit, in offset order, and advances the announced head. An own commit is announced
 * at once, on the writer's thread, if nothing is missing before it. Otherwise it waits for the commits of other nodes:
 * from messages, if they prove to belong to the same log, or from the follower's reads. Thread-safe; never blocks on
 * the database.
 */
final class CommitNotifier {
    private static final System.Logger LOG = System.getLogger(CommitNotifier.class.getName());

    private final LogState state;
    private final RecentIds recent;
    private final OwnCommits waiting;
    private final KeptMessages messages = new KeptMessages(KeptMessages.MOST, KeptMessages.MOST_BYTES);
    private final MissingCommits missing;
    private final BooleanSupplier mayAnnounce;
    private volatile Consumer<List<Notification>> listener = committed -> {};
    private volatile BooleanSupplier listenerHasRoom = () -> true;
    private volatile Runnable onGap = () -> {};

    /** Counts the replacements of the log. */
    private long log;

    // written under the lock
    private volatile long fromMessages;
    private volatile long fromDatabase;
    private volatile long hints;
    private volatile long outdated;

    /**
     * @param mayAnnounce returns whether this node is known to count as running; if not, commits wait until the follower
     *     has verified it
     */
    CommitNotifier(LogState state, OwnCommits waiting, BooleanSupplier mayAnnounce) {
        this(state, waiting, mayAnnounce, new MissingCommits(System::nanoTime));
    }

    CommitNotifier(LogState state, OwnCommits waiting, BooleanSupplier mayAnnounce, MissingCommits missing) {
        this.mayAnnounce = mayAnnounce;
        this.state = state;
        this.recent = state.recentIds();
        this.waiting = waiting;
        this.missing = missing;
    }

    void onCommitted(Consumer<List<Notification>> listener) {
        this.listener = listener;
    }

    /** Sets a condition for announcements from messages; commits of messages are otherwise read from the database. */
    void receiveWhile(BooleanSupplier condition) {
        listenerHasRoom = condition;
    }

    /** See {@link CommitExchange#expectWhile}. */
    void expectWhile(BooleanSupplier messagesArrive) {
        missing.expectWhile(messagesArrive);
    }

    /** Registers the action that runs when commits are missing. It must not block. */
    void onGap(Runnable action) {
        onGap = action;
    }

    /**
     * Takes a commit of this node.
     *
     * @param headBefore the head before the commit; above the announced head if commits of other nodes are missing
     * @param idBefore the id of the notification at that offset; null if unknown
     */
    synchronized void committed(long headBefore, String idBefore, List<Notification> committed) {
        if (committed.isEmpty()) {
            found(headBefore);
            return;
        }
        boolean confirmed = mayAnnounce.getAsBoolean() && !contradicts(headBefore, idBefore);
        if (waiting.isEmpty() && headBefore <= state.head() && confirmed) {
            announce(committed);
            announceMessages();
        } else {
            waiting.add(headBefore, idBefore, committed);
            long head = committed.get(committed.size() - 1).offset();
            if (!confirmed) {
                missing.readAtOnce(head);
            }
            found(head);
        }
    }

    /**
     * Returns whether the database has another entry at the announced head, which can happen if it lost an entry while a
     * message announced it here. The next check of the log then finds it.
     */
    private boolean contradicts(long offset, String id) {
        Head known = state.knownHead();
        boolean contradicts =
                offset > 0 && offset == known.offset() && id != null && known.id() != null && !id.equals(known.id());
        if (contradicts) {
            state.sawOnly(known);
        }
        return contradicts;
    }

    /** Takes a head that was read from the database. */
    synchronized void found(long head) {
        missing.found(head, state.head());
        requestRead();
    }

    private void requestRead() {
        if (missing.isBehind(state.head())) {
            onGap.run();
        }
    }

    /**
     * Takes a message about a commit of another node. It is announced if it continues the announced log, which the ids
     * of the notifications prove, and if own commits that wait do not contradict it.
     */
    synchronized void received(CommittedGroup group) {
        // a replacement of the log changes the epoch under the same lock
        if (!group.epoch().equals(state.epoch()) || group.head() <= state.head()) {
            outdated++;
            return;
        }
        missing.heard(group.head(), state.head());
        if (group.isComplete() && mayAnnounce.getAsBoolean() && listenerHasRoom.getAsBoolean()) {
            long dropped = messages.dropped();
            messages.add(group);
            announceWaiting();
            if (messages.dropped() > dropped) {
                missing.readAtOnce(group.head());
            }
        } else {
            hints++;
            missing.readAtOnce(group.head());
        }
        requestRead();
    }

    /**
     * The part of the log that the follower reads next.
     *
     * @param log the log to which the offsets belong
     * @param after the announced head
     * @param upTo the last offset to read, if only an own commit after it is in memory
     * @param behind whether notifications are known to be missing
     * @param heard the highest head of a message
     */
    record Gap(long log, long after, long upTo, boolean behind, long heard) {}

    synchronized Gap gap() {
        // one query for several gaps, although it reads own commits again
        long upTo = waiting.size() == 1 ? waiting.first().headBefore() : Long.MAX_VALUE;
        return new Gap(log, state.head(), upTo, missing.isBehind(state.head()), missing.heard());
    }

    /**
     * Returns the time until missing notifications are to be read from the database; the maximum value if none are
     * missing.
     */
    synchronized long nanosUntilRead() {
        return missing.nanosUntilRead(state.head());
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
        missing.read(head.offset(), gap.heard, state.head());
        fromDatabase += announce(page);
        if (state.head() < through) {
            state.head(through, through == head.offset() ? head.id() : null);
            state.announced(through);
        }
        announceWaiting();
        return true;
    }

    private void announceWaiting() {
        while (true) {
            announceMessages();
            OwnCommits.Group own = waiting.first();
            if (own == null || own.headBefore() > state.head()) {
                return;
            }
            announce(own.committed());
            waiting.removeFirst();
        }
    }

    /**
     * While an own commit waits, only messages that lead to the entry before it are announced: the database has
     * confirmed that entry, and it may have lost others whose messages arrive late.
     */
    private void announceMessages() {
        OwnCommits.Group own = waiting.first();
        List<CommittedGroup> chain = own == null
                ? messages.takeAfter(state.knownHead())
                : messages.takeBetween(state.knownHead(), new Head(own.headBefore(), own.idBefore()));
        for (CommittedGroup group : chain) {
            fromMessages += announce(group.notifications());
        }
    }

    /**
     * Announces those that are not announced yet.
     *
     * @return their number
     */
    private int announce(List<Notification> committed) {
        List<Notification> news = after(state.head(), committed);
        if (news.isEmpty()) {
            return 0;
        }
        Notification last = news.get(news.size() - 1);
        state.head(last.offset(), last.id());
        missing.advanced();
        recent.add(news);
        try {
            listener.accept(news);
        } catch (RuntimeException | Error e) {
            // the notifications are committed and readable; a failing listener must not stop the log
            LOG.log(ERROR, "the listener failed at offset " + news.get(0).offset(), e);
        }
        state.announced(last.offset());
        return news.size();
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
        messages.clear();
        recent.clear();
        missing.clear();
        adopt.run();
    }

    /** Returns the number of offsets that other nodes have committed and that are not announced yet, as far as known. */
    long behind() {
        return missing.behind(state.head());
    }

    /** Returns the estimated size of own commits that wait for commits of other nodes. */
    long waitingBytes() {
        return waiting.bytes();
    }

    CommitExchange.Figures figures() {
        return new CommitExchange.Figures(
                fromMessages, fromDatabase, hints, outdated, messages.dropped(), messages.size(), messages.bytes());
    }
}
