package io.marketbell.ratelimit;

import io.marketbell.audit.Audit;
import io.marketbell.audit.AuditEvent;
import io.marketbell.audit.AuditedOperation;
import io.marketbell.ratelimit.bucket.Allowance;
import io.marketbell.ratelimit.bucket.Subject;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * Records in the audit log who changes limits. Limits can be changed while the database is unavailable; the entries then
 * follow later.
 */
@Dependent
class LimitAudit {
    private final Audit audit;

    @Inject
    LimitAudit(Audit audit) {
        this.audit = audit;
    }

    /** @param allowance the new limit; null if the override is removed */
    AuditedOperation begin(String who, Subject subject, Allowance allowance, String traceId) {
        boolean isUser = subject.kind() == Subject.Kind.USER;
        Subject shown = isUser ? new Subject(subject.kind(), AuditEvent.USER) : subject;
        return audit.beginEvenWithoutDatabase(new AuditEvent(
                        who,
                        allowance == null ? "rate_limit.reset" : "rate_limit.override",
                        "rate_limit:" + shown,
                        detail(allowance),
                        traceId)
                .about(isUser ? subject.name() : null));
    }

    static String detail(Allowance allowance) {
        return allowance == null
                ? "reset"
                : allowance.limit().ratePerSecond() + "/s, burst "
                        + allowance.limit().burst()
                        + (allowance.mode() == null
                                ? ""
                                : ", " + allowance.mode().label());
    }
}
