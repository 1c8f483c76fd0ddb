package io.marketbell.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of the audit. */
@Entity
@Table(name = "audit")
public class AuditEntry {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Column(name = "at")
    Instant at;

    String who;
    String action;
    String target;
    String detail;

    @Column(name = "trace_id")
    String traceId;

    protected AuditEntry() {}

    static AuditEntry of(Deed deed, Instant at) {
        AuditEntry entry = new AuditEntry();
        entry.at = at;
        entry.who = deed.who();
        entry.action = deed.action();
        entry.target = deed.target();
        entry.detail = deed.detail();
        entry.traceId = deed.traceId();
        return entry;
    }
}
