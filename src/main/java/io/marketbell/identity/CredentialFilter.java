package io.marketbell.identity;

import io.marketbell.http.problem.ProblemResponse;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;

/**
 * Enforces the result of {@link Identification}: rejects requests and handshakes with invalid credentials and sets the
 * principal of the others. A request without credentials continues as anonymous and is rejected where a role is
 * required.
 *
 * <p>A servlet filter instead of a Jakarta Security authentication mechanism, for two reasons. A mechanism runs before
 * every filter, so neither rate limits nor the HTTPS requirement could precede the credential check. The container's
 * login, which creates a JAAS subject per request, takes three times as long as the rest of a small request.
 */
@WebFilter(
        filterName = CredentialFilter.NAME,
        urlPatterns = "/*",
        dispatcherTypes = DispatcherType.REQUEST,
        asyncSupported = true)
public class CredentialFilter extends HttpFilter {
    /** The name by which web.xml orders it among the other filters. */
    public static final String NAME = "credentials";

    private final transient Identification identification;

    @Inject
    CredentialFilter(Identification identification) {
        this.identification = identification;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        IdentificationResult identified = identification.of(request);
        if (identified instanceof IdentificationResult.Refused refused) {
            ProblemResponse.send(refused.refusal().problem(), request, response);
        } else if (identified instanceof IdentificationResult.Identified success) {
            chain.doFilter(new Authenticated(request, new MarketbellPrincipal(success.caller())), response);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static final class Authenticated extends HttpServletRequestWrapper {
        private final MarketbellPrincipal principal;

        Authenticated(HttpServletRequest request, MarketbellPrincipal principal) {
            super(request);
            this.principal = principal;
        }

        @Override
        public Principal getUserPrincipal() {
            return principal;
        }

        @Override
        public String getRemoteUser() {
            return principal.getName();
        }

        @Override
        public boolean isUserInRole(String label) {
            return Role.of(label).map(principal.caller()::is).orElse(false);
        }
    }
}
