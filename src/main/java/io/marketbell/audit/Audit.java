package io.marketbell.audit;

import java.sql.Connection;
import java.sql.SQLException;

/** Where deeds are kept; an application-scoped CDI bean. */
public interface Audit {

    /** Enters a deed; fails with a {@link RuntimeException} where the database is away. */
    void record(AuditEvent event);

    /**
     * Enters a deed in the transaction that does it, so that both are kept or neither is. Other audited transactions wait
     * from here until this one ends: call it last, and commit soon.
     */
    void record(Connection transaction, AuditEvent event) throws SQLException;

    /** Short for {@link #record(Deed)}. */
    default void record(String who, String action, String target, String detail, String traceId) {
        record(new AuditEvent(who, action, target, detail, traceId));
    }
}
