package io.marketbell.ratelimit;

import io.marketbell.audit.Audit;
import io.marketbell.ratelimit.bucket.Allowance;
import io.marketbell.ratelimit.bucket.Subject;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;

/**
 * Records in the audit log who changed limits. Limits can be changed while the database is unavailable; the event is
 * then written to the server's log only.
 */
@Dependent
class LimitAudit {
    private static final System.Logger LOG = System.getLogger(LimitAudit.class.getName());

    private final Audit audit;

    @Inject
    LimitAudit(Audit audit) {
        this.audit = audit;
    }

    void overridden(String who, Subject subject, Allowance allowance, String traceId) {
        String detail = allowance.limit().ratePerSecond() + "/s, burst "
                + allowance.limit().burst()
                + (allowance.mode() == null ? "" : ", " + allowance.mode().label());
        record(who, "rate_limit.override", subject, detail, traceId);
    }

    void reset(String who, Subject subject, String traceId) {
        record(who, "rate_limit.reset", subject, "reset", traceId);
    }

    private void record(String who, String action, Subject subject, String detail, String traceId) {
        try {
            audit.record(who, action, "rate_limit:" + subject, detail, traceId);
        } catch (RuntimeException away) {
            LOG.log(
                    Level.WARNING,
                    "audit entry not written: {0} by {1} of {2}, {3} (trace {4}): {5}",
                    action,
                    who,
                    subject,
                    detail,
                    traceId,
                    away.toString());
        }
    }
}
