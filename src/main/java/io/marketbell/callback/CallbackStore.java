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
     * Leases callbacks to the caller until the given time; each is leased to one of several concurrent callers. Its due
     * time then identifies the lease: a caller whose lease has passed to another changes nothing any more.
     *
     * @return the callbacks leased to this caller, with the new due time
     */
    List<Callback> claim(List<Callback> callbacks, Instant until);

    /** Returns those of the leased callbacks whose lease the caller still holds. */
    List<Callback> held(List<Callback> leased);

    /** Removes callbacks that were sent. */
    void remove(Collection<String> ids);

    /** Stores a later due time and one more attempt for callbacks that failed and whose lease the caller holds. */
    void putOff(List<Retry> retries);

    /**
     * Stops retrying callbacks whose lease the caller holds, but keeps them for {@link #retry}.
     *
     * @return the number of callbacks that are no longer retried
     */
    int giveUp(List<Callback> leased, Instant now);

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

    /** Deletes callbacks that were given up before the given time, unless another node is deleting them. */
    void deleteGivenUp(Instant before);

    /**
     * @param leased the callback that failed once more
     * @param at when the next attempt is due
     */
    record Retry(Callback leased, Instant at) {}
}
