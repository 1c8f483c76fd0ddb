package io.marketbell.journal;

import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The durable log. Offsets start at 1 and increase across all recipients. An offset becomes visible only when no
 * smaller offset can still commit.
 *
 * <p>Every method that reads may throw {@link JournalUnavailable}; the stages that appends return may complete
 * exceptionally with it.
 */
public interface Journal {
    /**
     * The approximate maximum number of {@link Entry#rows rows} per call for callers that append many entries: each
     * call is one transaction.
     */
    int ROWS_AT_ONCE = 2_000;

    /**
     * Commits durable notifications, all of one call in one transaction, together with those of concurrent calls. The
     * stage completes when the commit is durable, so that it survives a process crash, with one result per entry, in
     * order.
     *
     * @param entries durable notifications without an offset; their rows should not greatly exceed
     *     {@link #ROWS_AT_ONCE}
     */
    CompletionStage<List<Appended>> append(List<Entry> entries);

    /**
     * Registers the listener for committed notifications of all nodes. It is called in offset order. It is called before
     * the append call completes, unless commits of other nodes must be read first. After the database was lost during a
     * commit, it is also called for notifications that turn out to be committed. Only one listener is supported; must be
     * set before the first append.
     */
    void onCommitted(Consumer<List<Notification>> listener);

    /**
     * Registers a condition for accepting appends. While it is false, appends wait, and they are rejected if it stays
     * false: the listener never blocks, so a full listener must slow down the appends. Commits of other nodes are not
     * read meanwhile. Only one condition is supported; it is evaluated for every call, so it must be cheap.
     */
    default void admitWhile(BooleanSupplier listenerHasRoom) {}

    /**
     * Registers the source of the lowest offset that waits to be sent to a client: 0 if that is unknown, the maximum
     * value if there is none. It is called periodically on a thread that may wait, in a cluster only. If this node ends
     * unexpectedly, other nodes take notifications from this offset on for possibly delivered.
     */
    default void onFlush(LongSupplier lowestUnwritten) {}

    /**
     * Registers the listener for a changed log: the database was restored or emptied, or lost commits in a failover. It
     * is called before any notification of the new log is announced; offsets of the old log are invalid from then on.
     * Only one listener is supported; it must not block and must be set before the first append.
     */
    default void onReset(Consumer<Reset> listener) {}

    /**
     * The replacement of one log by another.
     *
     * @param oldEpoch the epoch of the old log
     * @param oldHead the last known head of the old log
     * @param epoch the epoch of the new log
     * @param head the head of the new log
     */
    record Reset(String oldEpoch, long oldHead, String epoch, long head) {}

    /**
     * Returns the highest offset that was announced to the listener; 0 if the journal is empty. Other nodes may have
     * committed more. Never blocks. Returns the last known value while the database is unavailable.
     *
     * @throws JournalUnavailable if the database has not been reached since the start
     */
    long head();

    /** Returns whether other nodes may commit to the log. Never blocks. */
    default boolean isShared() {
        return false;
    }

    /** Returns how many reads of the head from the database have begun, for {@link #headReadAfter}. Never blocks. */
    default long headReads() {
        return 0;
    }

    /**
     * Returns the head after it was read from the database and everything up to it was announced. If the log is shared,
     * must be called before an offset is rejected because it exceeds {@link #head}, or an epoch because it differs from
     * {@link #epoch}: another node may have committed it, or found a restored database first. Blocks for a bounded time. Callers share
     * reads: returns at once if a read has completed that began after the given one.
     *
     * @param read the result of {@link #headReads} when the offset was received
     * @throws JournalUnavailable also if the database has a different log than this node; the new one is known soon
     */
    default long headReadAfter(long read) {
        return head();
    }

    /** Returns the number of offsets that other nodes have committed and that are not announced yet, as far as known. */
    default long behind() {
        return 0;
    }

    /**
     * Returns the estimated heap size of commits of this node that wait until commits of other nodes before them are
     * announced. Bounded.
     */
    default long waitingBytes() {
        return 0;
    }

    /**
     * Returns the identifier of this log. A restored or emptied database has a different one, so that offsets of the
     * old log are not mistaken for those of the new one. Throws the same exceptions as {@link #head}.
     */
    String epoch();

    /**
     * Returns the head at the time this node opened the log: only later commits are announced to the listener. Throws
     * the same exceptions as {@link #head}.
     */
    default long openedAt() {
        return 0;
    }

    /**
     * Returns whether the database has been reached since the start, so that {@link #head} and {@link #epoch} are
     * known.
     */
    default boolean isKnown() {
        return true;
    }

    /** Returns whether the last access to the database succeeded. */
    boolean isAvailable();

    /**
     * Returns whether the journal can still accept appends. False after it was closed, or after its writer ended in a
     * way that only a restart can fix. An unavailable database does not make it false.
     */
    default boolean isAlive() {
        return true;
    }

    /**
     * Returns unexpired notifications addressed to the user, by name or by broadcast, in ascending order of offset.
     *
     * @param after the offset after which to read, exclusive
     * @param upTo the last offset to read, inclusive
     * @param types only these types; empty means all
     * @param limit the maximum number of notifications
     */
    List<Notification> history(String user, long after, long upTo, Set<NotificationType> types, int limit);

    /**
     * Returns a page of the notifications addressed to the user, by name or by broadcast, including those that have
     * expired.
     *
     * @param after the offset after which to read, exclusive
     * @param upTo the last offset to read, inclusive
     * @param limit the maximum number of unexpired notifications
     */
    Past past(String user, long after, long upTo, int limit);

    /**
     * Like {@link #history} for all types, but includes notifications that have expired and are not deleted yet. Used
     * to determine which notifications an acknowledgement covers.
     */
    default List<Notification> addressed(String user, long after, long upTo, int limit) {
        return history(user, after, upTo, Set.of(), limit);
    }

    Optional<Notification> byId(String id);

    /**
     * Deletes expired notifications, at most {@code limit} and a bounded number of rows per call, and stores the
     * summaries that {@link #past} returns. Before the deletion, named recipients that were never sent a notification
     * are reported in one call. If the report fails, nothing is deleted. If the report succeeds and the deletion fails,
     * the next call deletes without a second report.
     *
     * @return the number of deleted notifications; 0 if none was left
     */
    int expire(Instant now, int limit, Consumer<List<Undelivered>> report);

    /**
     * A page of past notifications.
     *
     * @param notifications the unexpired notifications, in ascending order of offset
     * @param expired the expired notifications in the same order, as far as their summaries are stored: type, priority,
     *     instrument, broker and offset
     * @param through the offset up to which the page is complete
     * @param forgottenThrough by type, the highest offset of an expired notification for the user whose summary is no
     *     longer stored; above it, {@code expired} is complete
     */
    record Past(
            List<Notification> notifications,
            List<Notification> expired,
            long through,
            Map<NotificationType, Long> forgottenThrough) {}

    /**
     * A notification to append. The hash covers the item as published; it distinguishes a repeat from a different item
     * under the same key.
     */
    record Entry(Notification notification, byte[] contentHash) {
        /**
         * Returns the number of rows in the log: one for the notification and, if it has several recipients, one for
         * each of them.
         */
        public int rows() {
            int recipients = notification.recipients().size();
            return recipients < 2 ? 1 : 1 + recipients;
        }
    }

    /** The result for one entry. */
    sealed interface Appended {
        /** Committed at its offset. */
        record Committed(Notification notification) implements Appended {}

        /** The publisher has already published the same content under the same key. */
        record Duplicate(String id, long offset) implements Appended {}

        /** The publisher has already used the key for different content. */
        record KeyReused(String id) implements Appended {}
    }

    /** A notification that expired before it was ever sent to this recipient. */
    record Undelivered(Notification notification, String recipient) {}
}
