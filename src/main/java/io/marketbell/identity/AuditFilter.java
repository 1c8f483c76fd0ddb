package io.marketbell.identity;

import io.marketbell.audit.Audit;
import io.marketbell.audit.AuditEvent;
import io.marketbell.audit.AuditOrigin;
import io.marketbell.http.address.Address;
import io.marketbell.http.problem.ProblemType;
import io.marketbell.http.route.Destination;
import io.marketbell.http.route.Routes;
import io.marketbell.http.trace.TraceId;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Records in the audit log which requests were refused, and provides the origin of a request for the entries that it
 * causes. Must run after the filter that determines the client's address, and before all filters that refuse requests.
 */
@WebFilter(
        filterName = AuditFilter.NAME,
        urlPatterns = "/*",
        dispatcherTypes = DispatcherType.REQUEST,
        asyncSupported = true)
public class AuditFilter extends HttpFilter {
    /** The name in web.xml, which orders the filters. */
    public static final String NAME = "audit";

    private final transient Audit audit;
    private final transient Routes routes;

    @Inject
    AuditFilter(Audit audit, Routes routes) {
        this.audit = audit;
        this.routes = routes;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        AuditOrigin.begin(() -> new AuditOrigin(request.getRemoteAddr(), credential(request)));
        try {
            chain.doFilter(request, response);
        } finally {
            AuditOrigin.end();
        }
        int status = response.getStatus();
        if (status == HttpServletResponse.SC_UNAUTHORIZED || status == HttpServletResponse.SC_FORBIDDEN) {
            refused(
                    request,
                    status == HttpServletResponse.SC_UNAUTHORIZED ? "login.refused" : "access.refused",
                    status);
        } else if (status == ProblemType.QUOTA_EXCEEDED.status() && AdminPaths.has(routes.of(request))) {
            refused(request, "limit.refused", status);
        }
    }

    private void refused(HttpServletRequest request, String action, int status) {
        IdentificationResult identified = known(request);
        Caller caller = identified instanceof IdentificationResult.Identified success ? success.caller() : null;
        String address = request.getRemoteAddr();
        Destination destination = routes.of(request);
        audit.refused(new AuditEvent(
                        caller == null ? AuditEvent.ANONYMOUS : caller.user(),
                        action,
                        target(request.getMethod(), destination),
                        status + detail(identified),
                        TraceId.of(request.getHeader(TraceId.HEADER)))
                .from(new AuditOrigin(
                        caller == null ? Address.client(address) : address,
                        caller == null ? null : caller.credential())));
    }

    /** The path of no route is chosen by the caller; it is not stored. */
    private static String target(String method, Destination destination) {
        if (destination.endpoint() != null) {
            return destination.endpoint();
        }
        return destination.template() == null ? "other paths" : "other methods of " + destination.template();
    }

    private static String detail(IdentificationResult identified) {
        if (identified instanceof IdentificationResult.Refused refused) {
            return ": " + refused.refusal().detail();
        }
        return identified instanceof IdentificationResult.Anonymous ? ": no credentials" : "";
    }

    private static String credential(HttpServletRequest request) {
        return known(request) instanceof IdentificationResult.Identified success
                ? success.caller().credential()
                : null;
    }

    /** Does not check the credentials: a request that is refused before must not cause database access. */
    private static IdentificationResult known(HttpServletRequest request) {
        return request.getAttribute(HeaderIdentification.IDENTIFIED) instanceof IdentificationResult known
                ? known
                : null;
    }
}
