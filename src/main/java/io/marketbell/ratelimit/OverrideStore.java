package io.marketbell.ratelimit;

import io.marketbell.ratelimit.bucket.Allowance;
import io.marketbell.ratelimit.bucket.Subject;
import java.util.Map;

/** Persistent storage of overrides, shared among nodes. Every method may throw a RuntimeException. */
interface OverrideStore {

    Map<Subject, Allowance> all();

    void put(Subject subject, Allowance allowance);

    void remove(Subject subject);
}
