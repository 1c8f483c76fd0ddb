package io.marketbell.deadletter;

import java.util.List;
import java.util.Optional;

/** Where letters last. Every method may fail with {@link DeadLettersUnavailable}. */
interface DeadLetterStore {

    /**
     * Adds letters, all in one go; of one that is kept already, only attempts, detail and the time of the last attempt
     * are taken.
     *
     * @return how many were new
     */
    int keep(List<DeadLetter> letters);

    Optional<DeadLetter> byId(String id);

    /** The newest first. @param before only those older than this id; null: from the newest */
    List<DeadLetter> newest(DeadLetterFilter filter, String before, int limit);

    /** Those that nobody replayed, the oldest first. @param after only those younger than this id; null: from the oldest */
    List<DeadLetter> unreplayed(DeadLetterFilter filter, String after, int limit);

    /** @param after as in {@link #unreplayed} */
    long countUnreplayed(DeadLetterFilter filter, String after);

    /** All that are kept of a notification, the oldest first. */
    List<DeadLetter> ofNotification(String notificationId);

    void markReplayed(String id, DeadLetter.Replay replay);

    /** @return whether there was one */
    boolean delete(String id);

    long count();

    /** @return how many were deleted */
    long deleteOldest(long howMany);
}
