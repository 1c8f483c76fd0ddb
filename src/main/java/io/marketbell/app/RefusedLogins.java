package io.marketbell.app;

import io.marketbell.audit.Audit;
import io.marketbell.audit.AuditEvent;
import io.marketbell.audit.AuditOrigin;
import io.marketbell.http.address.Address;
import io.marketbell.http.trace.TraceId;
import io.marketbell.identity.LoginRefused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Records refused credentials of WebSockets in the audit log; those of HTTP requests are recorded by a filter. */
@ApplicationScoped
class RefusedLogins {
    private static final String TARGET = "/ws/v1/notifications#auth";

    void record(@Observes LoginRefused refused, Audit audit) {
        audit.refused(event(refused));
    }

    static AuditEvent event(LoginRefused refused) {
        return new AuditEvent(
                        AuditEvent.ANONYMOUS, "login.refused", TARGET, "the credential is not valid", TraceId.of(null))
                .from(new AuditOrigin(Address.client(refused.address()), null));
    }
}
