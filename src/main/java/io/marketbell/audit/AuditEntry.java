package io.marketbell.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** A row of the audit. */
@Entity
@Table(name = "audit")
public class AuditEntry {
    @Id
    // A sequence of its own: for identity columns EclipseLink asks H2 for a function that it has no more.
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "audit_ids")
    @SequenceGenerator(name = "audit_ids", sequenceName = "audit_ids", allocationSize = 1)
    Long id;

    /** No Instant, which EclipseLink cannot read back from H2. */
    OffsetDateTime at;

    String who;
    String action;
    String target;
    String detail;

    @Column(name = "trace_id")
    String traceId;

    protected AuditEntry() {}

    static AuditEntry of(Deed deed, Instant at) {
        AuditEntry entry = new AuditEntry();
        entry.at = at.atOffset(ZoneOffset.UTC);
        entry.who = deed.who();
        entry.action = deed.action();
        entry.target = deed.target();
        entry.detail = deed.detail();
        entry.traceId = deed.traceId();
        return entry;
    }
}
