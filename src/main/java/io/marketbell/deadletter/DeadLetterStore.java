package io.marketbell.deadletter;

import java.util.List;
import java.util.Optional;

/** Durable storage of dead letters. Every method may throw {@link io.marketbell.database.DatabaseUnavailable}. */
interface DeadLetterStore {

    /**
     * Stores letters in one batch. For a letter that is already stored, only attempts, detail and the time of the last
     * attempt are updated.
     *
     * @return the number of new letters
     */
    int keep(List<DeadLetter> letters);

    Optional<DeadLetter> byId(String id);

    /**
     * Returns letters, newest first.
     *
     * @param before returns only letters older than this id; null starts at the newest
     */
    List<DeadLetter> newest(DeadLetterFilter filter, String before, int limit);

    /**
     * Returns letters that were not replayed, oldest first.
     *
     * @param after returns only letters newer than this id; null starts at the oldest
     */
    List<DeadLetter> unreplayed(DeadLetterFilter filter, String after, int limit);

    /** @param after as in {@link #unreplayed} */
    long countUnreplayed(DeadLetterFilter filter, String after);

    /** Returns all letters of a notification, oldest first. */
    List<DeadLetter> ofNotification(String notificationId);

    void markReplayed(String id, DeadLetter.Replay replay);

    /** @return whether the letter existed */
    boolean delete(String id);

    long count();

    /**
     * Deletes the oldest letters beyond this number, unless another node is doing so.
     *
     * @return the number of deleted letters
     */
    long evictBeyond(long size);
}
