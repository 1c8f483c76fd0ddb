package io.marketbell.audit;

import java.util.Locale;

/** What became of an operation. */
public enum AuditOutcome {
    /** The operation begins. Another entry with the same trace id has its result, unless the node failed meanwhile. */
    STARTED,
    DONE,
    FAILED,
    /** The server refused it. */
    REFUSED;

    /** Returns the name in the database and in the API. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
