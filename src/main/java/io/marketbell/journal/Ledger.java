package io.marketbell.journal;

import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * What each user was sent and has acknowledged. Kept in memory and written to the database about once a second and on
 * {@link #flush}: what an unclean end loses of it is made up for by marking everything up to the recovered head as
 * redelivered.
 *
 * <p>{@code written} and {@code sent} never block and never touch the database: writers call them after every frame.
 */
public interface Ledger {

    /** Loads what is known of the user; to be called off the delivery threads before the others. Fails with {@link JournalUnavailable} where the database is needed and away. */
    Standing standing(String user);

    /** These were written to a connection of the user's, and may have reached it. Offsets rise within a call. */
    void written(String user, long[] offsets);

    /** These were written to a connection that has answered since. */
    void sent(String user, long[] offsets);

    /**
     * Acknowledges everything up to the offset that was sent to the user. What was written up to there counts as sent:
     * the acknowledgement is the answer. Fails with {@link JournalUnavailable} where nothing is known of the user yet and
     * the database is away.
     */
    Acknowledgement acknowledge(String user, long offset);

    /**
     * Whether an offset may have reached the user before; reads the database, for offsets after the given one. True for
     * everything up to the head that was recovered after an unclean end.
     */
    LongPredicate mayHaveReached(String user, long after);

    /** How a notification stands with each of these users, from memory and the database. */
    Map<String, State> states(long offset, List<String> users);

    /** How many users a notification for everyone was sent to, and how many of them have acknowledged it. */
    Reach reach(long offset);

    /** Writes what is only in memory. */
    void flush();

    /** @param highestSent the highest offset written to the user; 0 for none */
    record Standing(long acknowledged, long highestSent) {}

    record Reach(long sent, long acknowledged) {}

    enum State {
        QUEUED,
        SENT,
        ACKED
    }

    sealed interface Acknowledgement {
        /** Acknowledged from after {@code previous} up to {@code offset}; the same where nothing moved. */
        record Accepted(long previous, long offset) implements Acknowledgement {}

        /** The offset is above the highest that was sent. */
        record BeyondSent(long highestSent) implements Acknowledgement {}
    }
}
