package io.marketbell.journal;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * What each user was sent and has acknowledged. Kept in memory and written to the database about once a second and on
 * {@link #flush}: what an unclean end loses of it is made up for by marking everything up to the recovered head as
 * redelivered.
 *
 * <p>{@code writing}, {@code written}, {@code failed} and {@code sent} never block and never touch the database: writers
 * call them with every frame.
 */
public interface Ledger {

    /** Loads what is known of the user; to be called off the delivery threads before the others. Fails with {@link JournalUnavailable} where the database is needed and away. */
    Standing standing(String user);

    /** Writing these to a connection of the user's begins: from now on they may reach it. Offsets rise within a call. */
    void writing(String user, long[] offsets);

    /** These were written to a connection of the user's, or fetched by it, and have probably reached it. */
    void written(String user, long[] offsets);

    /** Writing these failed: they count as unsent, although they may have reached the user. */
    void failed(String user, long[] offsets);

    /** These were written to a connection that has answered since. */
    void sent(String user, long[] offsets);

    /**
     * Acknowledges everything up to the offset that was sent to the user before. What was written up to there counts as
     * sent: the acknowledgement is the answer. What is written later is not covered, however low its offset. Fails with
     * {@link JournalUnavailable} where nothing is known of the user yet and the database is away.
     */
    Acknowledgement acknowledge(String user, long offset);

    /**
     * Whether an offset may have reached the user before; reads the database, for offsets after the given one. True for
     * everything up to the head that was recovered after an unclean end.
     */
    LongPredicate mayHaveReached(String user, long after);

    /** How a notification stands with each of these users, from memory and the database. */
    Map<String, State> states(long offset, List<String> users);

    /** How notifications stand with one user, from memory and the database. */
    Map<Long, Delivered> delivered(String user, Collection<Long> offsets);

    /** How many users a notification for everyone was sent to, and how many of them have acknowledged it. */
    Reach reach(long offset);

    /** How many deliveries under an older acknowledgement are remembered until they are acknowledged; bounded. */
    default long lateDeliveries() {
        return 0;
    }

    /** Writes what is only in memory. */
    void flush();

    /** @param highestSent the highest offset written to the user; 0 for none */
    record Standing(long acknowledged, long highestSent) {}

    /**
     * @param confirmed whether it counted as sent before, or without, an acknowledgement
     * @param early whether it was written before the user acknowledged its offset for the first time
     */
    record Delivered(State state, boolean confirmed, boolean early) {}

    record Reach(long sent, long acknowledged) {}

    enum State {
        QUEUED,
        SENT,
        ACKED
    }

    sealed interface Acknowledgement {
        /**
         * Acknowledged from after {@code previous} up to {@code offset}; the same where nothing moved.
         *
         * @param late offsets up to {@code previous} that were written after the earlier acknowledgement and are covered by
         *     this one
         */
        record Accepted(long previous, long offset, List<Long> late) implements Acknowledgement {
            public Accepted(long previous, long offset) {
                this(previous, offset, List.of());
            }

            /** Whether anything is acknowledged that was not before. */
            public boolean isNews() {
                return offset > previous || !late.isEmpty();
            }
        }

        /** The offset is above the highest that was sent. */
        record BeyondSent(long highestSent) implements Acknowledgement {}
    }
}
