package io.marketbell.audit;

import io.marketbell.database.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/** Read access to the audit log for tests of packages that write to it. */
public final class AuditTrail {
    static final AuditSeal SEAL = new AuditSeal(new byte[32]);

    private final Audit audit;

    private AuditTrail(Audit audit) {
        this.audit = audit;
    }

    public static AuditTrail in(Database database) {
        return new AuditTrail(audit(database, InstantSource.system(), "node-1"));
    }

    static Audit audit(Database database, InstantSource clock, String node) {
        return new Audit(
                database, clock, new AuditChain(node, SEAL), new AuditBacklog(new Refusals(100, clock), clock));
    }

    public Audit audit() {
        return audit;
    }

    /** Writes refusals and late entries. */
    public void writeBacklog() {
        audit.backlog().writeAll(audit::record);
    }

    /** Returns all events in the order of recording. */
    public List<AuditEvent> events() {
        return audit.after(0, 1_000).stream().map(AuditTrail::event).toList();
    }

    /** The names of users are filled in. */
    static AuditEvent event(AuditEntry entry) {
        return new AuditEvent(
                entry.who(),
                entry.action(),
                entry.target(),
                entry.detail(),
                entry.traceId(),
                entry.about(),
                AuditOutcome.valueOf(entry.outcome().toUpperCase(Locale.ROOT)),
                new AuditOrigin(entry.address(), entry.credential()),
                entry.occurrences());
    }
}
