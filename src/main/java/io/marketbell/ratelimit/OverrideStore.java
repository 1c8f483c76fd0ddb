package io.marketbell.ratelimit;

import io.marketbell.ratelimit.bucket.Allowance;
import io.marketbell.ratelimit.bucket.Subject;
import java.util.Map;

/** Persistent storage of overrides, shared among nodes. Every method may throw a RuntimeException. */
interface OverrideStore {

    Map<Subject, Allowance> all();

    void put(Subject subject, Allowance allowance);

    /**
     * Removes the override, if there is one, and records for the other nodes that the bucket was filled.
     *
     * @return the id of the record
     */
    long reset(Subject subject);

    /** Returns the subjects of the latest resets by the ids of their records. */
    Map<Long, Subject> resets();
}
