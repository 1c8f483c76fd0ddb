package io.marketbell.audit;

import io.marketbell.database.Database;
import java.time.InstantSource;
import java.util.List;

/** Read access to the audit log for tests of packages that write to it. */
public final class AuditTrail {
    private final Audit audit;

    private AuditTrail(Audit audit) {
        this.audit = audit;
    }

    public static AuditTrail in(Database database) {
        return new AuditTrail(new Audit(database, InstantSource.system()));
    }

    public Audit audit() {
        return audit;
    }

    /** Returns all events in the order of recording. */
    public List<AuditEvent> events() {
        return audit.after(0, 1_000).stream().map(AuditTrail::event).toList();
    }

    static AuditEvent event(AuditEntry entry) {
        return new AuditEvent(entry.who(), entry.action(), entry.target(), entry.detail(), entry.traceId());
    }
}
