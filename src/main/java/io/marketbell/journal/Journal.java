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

/**
 * The durable log. Offsets rise from 1 without regard to who is addressed; nobody is ever shown an offset while a
 * smaller one may still commit.
 *
 * <p>Every method that reads may fail with {@link JournalUnavailable}; so may the stages that appends return.
 */
public interface Journal {
    /** What appends many entries divides them into calls of about so many {@link Entry#rows rows}: each is one transaction. */
    int ROWS_AT_ONCE = 2_000;

    /**
     * Commits durable notifications, all of one call in one transaction, together with those of concurrent calls. The
     * stage completes once they would survive the death of the process, with one result for each, in order.
     *
     * @param entries durable notifications without an offset; those of one call should have few more rows than
     *     {@link #ROWS_AT_ONCE}
     */
    CompletionStage<List<Appended>> append(List<Entry> entries);

    /**
     * Is told of what was committed, in offset order, before the appending call hears of it. After the database was
     * lost in the middle of a commit, this is also told of what turned out to be committed. One listener; set before
     * the first append.
     */
    void onCommitted(Consumer<List<Notification>> listener);

    /**
     * What is appended waits while this is false, and is refused where it stays so: the listener never waits, so whoever
     * fills it must. One condition; cheap, as it is asked for every call.
     */
    default void admitWhile(BooleanSupplier listenerHasRoom) {}

    /**
     * The database turned out to have another log than it had: it was restored, emptied, or lost commits when it failed
     * over. Told before anything of the new log is; offsets of the old one mean nothing from then on. One listener, which
     * must not wait; set before the first append.
     */
    default void onReset(Consumer<Reset> listener) {}

    /**
     * The end of one log and the begin of another.
     *
     * @param oldEpoch of the log that is no more
     * @param oldHead its head, as it was known
     * @param epoch of the log that is there now
     * @param head its head
     */
    record Reset(String oldEpoch, long oldHead, String epoch, long head) {}

    /**
     * The highest offset that is visible; 0 while the journal is empty. Never blocks; the last known where the database
     * is away.
     *
     * @throws JournalUnavailable as long as the database was not reached since the start
     */
    long head();

    /** Names this log; a restored or emptied database has another, so that an offset of the old one is not taken for the new one's. Fails as {@link #head} does. */
    String epoch();

    /** The head when this node opened the log: only what was committed later is announced to the listener. Fails as {@link #head} does. */
    default long openedAt() {
        return 0;
    }

    /** Whether the database was reached since the start, so that {@link #head} and {@link #epoch} are known. */
    default boolean isKnown() {
        return true;
    }

    /** Whether the database answered when it was last needed. */
    boolean isAvailable();

    /**
     * Whether the journal could still take anything. False once it is closed, or where what writes it has ended for a
     * reason that nothing but a restart mends; a database that is away is no such reason.
     */
    default boolean isAlive() {
        return true;
    }

    /**
     * What is addressed to the user, by name or as one of everyone, not yet expired, in rising order of offset.
     *
     * @param after the offset after which to read, exclusive
     * @param upTo the last offset to read, inclusive
     * @param types only these; empty: all
     * @param limit at most this many
     */
    List<Notification> history(String user, long after, long upTo, Set<NotificationType> types, int limit);

    /**
     * A page of what was addressed to the user, by name or as one of everyone, with what of it has expired.
     *
     * @param after the offset after which to read, exclusive
     * @param upTo the last offset to read, inclusive
     * @param limit at most this many that have not expired
     */
    Past past(String user, long after, long upTo, int limit);

    /**
     * Like {@link #history}, of all types, and with what has expired but is not deleted yet: for working out what an
     * acknowledgement covers.
     */
    default List<Notification> addressed(String user, long after, long upTo, int limit) {
        return history(user, after, upTo, Set.of(), limit);
    }

    Optional<Notification> byId(String id);

    /**
     * Deletes expired notifications, at most {@code limit} of them and at most a bounded number of rows a call, and
     * remembers of them what {@link #past} returns. Named recipients who were never sent one of them are reported
     * first, all at once; where the report fails, nothing is deleted. Where the report succeeds and the deletion fails,
     * the next call deletes without a second report.
     *
     * @return how many notifications were deleted; 0 where none was left
     */
    int expire(Instant now, int limit, Consumer<List<Undelivered>> report);

    /**
     * A page of the past.
     *
     * @param notifications what has not expired, in rising order of offset
     * @param expired likewise what has expired, as far as it is remembered: type, priority, instrument, broker and offset
     * @param through up to this offset the page is complete
     * @param forgottenThrough by type, the highest expired offset that concerned the user and is no longer remembered;
     *     above it, {@code expired} is complete
     */
    record Past(
            List<Notification> notifications,
            List<Notification> expired,
            long through,
            Map<NotificationType, Long> forgottenThrough) {}

    /** A notification to append. The hash is of the item as published; it tells a repeat from another use of the same key. */
    record Entry(Notification notification, byte[] contentHash) {
        /** How many rows of the log it takes: one for the notification and, where it has several recipients, one for each. */
        public int rows() {
            int recipients = notification.recipients().size();
            return recipients < 2 ? 1 : 1 + recipients;
        }
    }

    /** What became of an entry. */
    sealed interface Appended {
        /** It is committed, at its offset. */
        record Committed(Notification notification) implements Appended {}

        /** The same publisher has published the same content under the same key before. */
        record Duplicate(String id, long offset) implements Appended {}

        /** The same publisher has used the key for other content. */
        record KeyReused(String id) implements Appended {}
    }

    /** A notification that expired without ever having been sent to this recipient. */
    record Undelivered(Notification notification, String recipient) {}
}
