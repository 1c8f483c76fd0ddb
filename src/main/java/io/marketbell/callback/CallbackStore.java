package io.marketbell.callback;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Where callbacks wait that are to be told. Every method may fail with an unchecked exception where it is away. */
interface CallbackStore {

    /** May be repeated where it is in doubt. @return those that can never be stored */
    List<Callback> add(List<Callback> callbacks);

    /** Those that are due, the longest waiting first, without those of some hosts. */
    List<Callback> due(Instant now, Collection<String> withoutHosts, int limit);

    /** Puts them off for whoever sends them now; of several who try, one gets each. @return those that we got */
    List<Callback> claim(List<Callback> callbacks, Instant until);

    /** They have been told. */
    void remove(Collection<String> ids);

    /** They failed and are due later, with one more attempt. */
    void putOff(List<Callback> callbacks);

    /** They are not tried any more, but kept for whoever makes them due again. */
    void giveUp(Collection<String> ids, Instant now);

    /** Those not given up that have waited since before then. */
    List<Callback> waitingSince(Instant before, int limit);

    /** Makes due what was given up of a notification's callback. @return how many are due or underway now */
    int retry(String notificationId, String url, Instant now);

    /** How many there are, the given up included. */
    long count();

    /** Forgets what was given up before then. */
    void forgetGivenUp(Instant before);
}
