package io.marketbell.audit;

/**
 * An operation whose beginning is recorded. Recording the result does not throw, because the operation has been
 * performed: if the database has become unavailable, the result is recorded later.
 */
public final class AuditedOperation {
    private final Audit audit;
    private final AuditEvent event;

    AuditedOperation(Audit audit, AuditEvent event) {
        this.audit = audit;
        this.event = event;
    }

    public void done(String detail) {
        audit.recordResult(event.withDetail(detail).with(AuditOutcome.DONE));
    }

    public void failed(String detail) {
        audit.recordResult(event.withDetail(detail).with(AuditOutcome.FAILED));
    }
}
