package io.marketbell.audit;

import io.marketbell.database.Sql;
import java.sql.SQLException;

/** The audit log; an application-scoped CDI bean. */
public interface Audit {

    /** Records an event. Throws a {@link RuntimeException} if the database is unavailable. */
    void record(AuditEvent event);

    /**
     * Records an event in the transaction that makes the change, so that both are committed or neither is. Other
     * audited transactions block from this call until this transaction ends: call it last and commit soon.
     */
    void record(Sql transaction, AuditEvent event) throws SQLException;

    /** Shorthand for {@link #record(AuditEvent)}. */
    default void record(String who, String action, String target, String detail, String traceId) {
        record(new AuditEvent(who, action, target, detail, traceId));
    }
}
