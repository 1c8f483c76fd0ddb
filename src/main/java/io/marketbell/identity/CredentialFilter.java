package io.marketbell.identity;

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
 * Carries out what {@link CredentialMechanism} found out: ends requests and handshakes with wrong credentials, gives the
 * others their principal. Filters that want to know the caller must come behind it.
 */
@WebFilter(
        filterName = CredentialFilter.NAME,
        urlPatterns = "/*",
        dispatcherTypes = DispatcherType.REQUEST,
        asyncSupported = true)
public class CredentialFilter extends HttpFilter {
    /** For web.xml, to order it among the others. */
    public static final String NAME = "credentials";

    static final String REFUSAL = "io.marketbell.identity.refusal";
    static final String PRINCIPAL = "io.marketbell.identity.principal";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getAttribute(REFUSAL) instanceof Refusal refusal) {
            refusal.answer(request, response);
        } else if (request.getAttribute(PRINCIPAL) instanceof MarketbellPrincipal principal) {
            chain.doFilter(new Authenticated(request, principal), response);
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
