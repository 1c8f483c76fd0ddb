package io.marketbell.ratelimit;

import io.marketbell.ratelimit.bucket.Allowance;
import io.marketbell.ratelimit.bucket.Subject;
import java.util.Map;

/** Where overrides are kept beyond the process, and shared among nodes. Every call may throw a RuntimeException. */
interface OverrideStore {

    Map<Subject, Allowance> all();

    void put(Subject subject, Allowance allowance);

    void remove(Subject subject);
}
