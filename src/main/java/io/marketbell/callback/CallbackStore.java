package io.marketbell.callback;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Durable storage of waiting callbacks. Every method may throw an unchecked exception if the store is unavailable. */
interface CallbackStore {

    /**
     * Stores callbacks. Idempotent: may be repeated after a failure.
     *
     * @return the callbacks that can never be stored
     */
    List<Callback> add(List<Callback> callbacks);

    /** Returns callbacks that are due, the longest waiting first, except those of the given hosts. */
    List<Callback> due(Instant now, Collection<String> withoutHosts, int limit);

    /**
     * Leases callbacks to the caller until the given time; each is leased to one of several concurrent callers.
     *
     * @return the callbacks leased to this caller
     */
    List<Callback> claim(List<Callback> callbacks, Instant until);

    /** Removes callbacks that were sent. */
    void remove(Collection<String> ids);

    /** Stores a later due time and one more attempt for callbacks that failed. */
    void putOff(List<Callback> callbacks);

    /** Stops retrying callbacks but keeps them for {@link #retry}. */
    void giveUp(Collection<String> ids, Instant now);

    /** Returns callbacks not given up that have been waiting since before the given time. */
    List<Callback> waitingSince(Instant before, int limit);

    /**
     * Schedules the callbacks that were given up for a notification and URL again.
     *
     * @return the number of callbacks that are due or in flight
     */
    int retry(String notificationId, String url, Instant now);

    /** Returns the number of callbacks, including those given up. */
    long count();

    /** Deletes callbacks that were given up before the given time. */
    void deleteGivenUp(Instant before);
}
