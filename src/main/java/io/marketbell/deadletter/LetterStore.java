package io.marketbell.deadletter;

import java.util.List;
import java.util.Optional;

/** Where letters last. Every method may fail with {@link LettersUnavailable}. */
interface LetterStore {

    /**
     * Adds letters, all in one go; of one that is kept already, only attempts, detail and the time of the last attempt
     * are taken.
     *
     * @return how many were new
     */
    int keep(List<Letter> letters);

    Optional<Letter> byId(String id);

    /** The newest first. @param before only those older than this id; null: from the newest */
    List<Letter> newest(LetterFilter filter, String before, int limit);

    /** Those that nobody replayed, the oldest first. @param after only those younger than this id; null: from the oldest */
    List<Letter> unreplayed(LetterFilter filter, String after, int limit);

    /** @param after as in {@link #unreplayed} */
    long countUnreplayed(LetterFilter filter, String after);

    /** All that are kept of a notification, the oldest first. */
    List<Letter> ofNotification(String notificationId);

    void markReplayed(String id, Letter.Replay replay);

    /** @return whether there was one */
    boolean delete(String id);

    long count();

    /** @return how many were deleted */
    long deleteOldest(long howMany);
}
