package io.marketbell.journal;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * Records which notifications each user was sent and has acknowledged. Held in memory and written to the database about
 * once a second and on {@link #flush}. After an unclean shutdown, everything up to the recovered head is marked as
 * redelivered, because the latest records may be lost.
 *
 * <p>{@code writing}, {@code written}, {@code failed} and {@code sent} never block and never access the database:
 * writers call them for every frame.
 */
public interface Ledger {

    /**
     * Loads the progress of the user. Must be called before the other methods, and not on a delivery thread. Throws
     * {@link JournalUnavailable} if the database is needed and unavailable.
     */
    Standing standing(String user);

    /**
     * Records that a write to one of the user's connections begins: from now on these notifications may reach the user.
     * Offsets are ascending within a call.
     */
    void writing(String user, long[] offsets);

    /**
     * Records that these were written to one of the user's connections, or fetched by the user, and have probably
     * arrived.
     */
    void written(String user, long[] offsets);

    /** Records that the write failed: these count as unsent, although they may have arrived. */
    void failed(String user, long[] offsets);

    /** Records that these were written to a connection that has responded since. */
    void sent(String user, long[] offsets);

    /**
     * Acknowledges everything up to the offset that was sent to the user before. Notifications written up to there
     * count as sent, because the acknowledgement is the response to them. Notifications written later are not covered,
     * regardless of their offset. Throws {@link JournalUnavailable} if the user's progress is not loaded yet and the
     * database is unavailable.
     */
    Acknowledgement acknowledge(String user, long offset);

    /**
     * Returns a predicate that tests whether an offset may have reached the user before. Reads the database, for
     * offsets after the given one. True for every offset up to the head that was recovered after an unclean shutdown.
     */
    LongPredicate mayHaveReached(String user, long after);

    /** Returns the state of a notification for each of these users, from memory and the database. */
    Map<String, State> states(long offset, List<String> users);

    /** Returns the state of these notifications for one user, from memory and the database. */
    Map<Long, Delivered> delivered(String user, Collection<Long> offsets);

    /** Returns to how many users a broadcast was sent, and how many of them have acknowledged it. */
    Reach reach(long offset);

    /**
     * Returns the number of late deliveries that are tracked until they are acknowledged, that is, notifications
     * written after a higher offset was acknowledged. Bounded.
     */
    default long lateDeliveries() {
        return 0;
    }

    /** Writes the changes held in memory to the database. */
    void flush();

    /**
     * Returns whether other nodes share the database. An acknowledgement at or below the head of the log is then
     * accepted, because another node may have sent the notifications.
     */
    default boolean isShared() {
        return false;
    }

    /**
     * Registers the listener for acknowledgements that other nodes accepted: the offset of each user, which may be
     * known already. Called periodically with users of this node only. The listener must pass each to
     * {@link #acknowledgedElsewhere} and must not block. Only one listener is supported.
     */
    default void onAcknowledgedElsewhere(Consumer<Map<String, Long>> listener) {}

    /**
     * Applies an acknowledgement that another node accepted. Never blocks.
     *
     * @return what it acknowledged that was not known here
     */
    default Acknowledgement.Accepted acknowledgedElsewhere(String user, long offset) {
        return new Acknowledgement.Accepted(offset, offset);
    }

    /** Listener for acknowledgements that this node accepted. */
    interface AcceptedListener {
        /** @param epoch the log to which the offset belongs */
        void accepted(String epoch, String user, long offset);
    }

    /**
     * Registers the listener for acknowledgements that this node accepted, also those that it knew already. Only called
     * if the ledger {@link #isShared}. The listener must not block. Only one listener is supported.
     */
    default void onAccepted(AcceptedListener listener) {}

    /**
     * Takes acknowledgements that another node accepted, from a message, and passes them to the listener of
     * {@link #onAcknowledgedElsewhere}. Those of another log, or above the announced head, are ignored: they will be read
     * from the database. Never blocks.
     */
    default void acceptedElsewhere(String epoch, Map<String, Long> offsets) {}

    /**
     * Registers the listener for the ranges of acknowledgements whose outcomes this node reports. Only called if the
     * ledger {@link #isShared}: each range is then reported by the node that first saved it. The listener must not
     * block. Only one listener is supported.
     */
    default void onClaimed(BiConsumer<String, Acknowledgement.Accepted> listener) {}

    /** @param highestSent the highest offset written to the user; 0 if none */
    record Standing(long acknowledged, long highestSent) {}

    /**
     * @param confirmed whether it counted as sent before, or without, an acknowledgement
     * @param early whether it was written before the user first acknowledged its offset
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
         * Acknowledged from {@code previous}, exclusive, to {@code offset}, inclusive. Both are equal if nothing
         * changed.
         *
         * @param late offsets up to {@code previous} that were written after the previous acknowledgement and are
         *     covered by this one
         */
        record Accepted(long previous, long offset, List<Long> late) implements Acknowledgement {
            public Accepted(long previous, long offset) {
                this(previous, offset, List.of());
            }

            /** Returns whether this acknowledges anything new. */
            public boolean isNews() {
                return offset > previous || !late.isEmpty();
            }

            /** Returns the same late offsets without the range. */
            public Accepted lateOnly() {
                return new Accepted(offset, offset, late);
            }
        }

        /** The offset exceeds the highest offset sent to the user. */
        record BeyondSent(long highestSent) implements Acknowledgement {}
    }
}
