package io.marketbell.identity;

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
 * Carries out what {@link Identification} finds out: ends requests and handshakes with wrong credentials, gives the
 * others their principal. A request without any goes on as nobody's, and is refused where a role is needed.
 *
 * <p>A filter, and no authentication mechanism of Jakarta Security: one is called before every filter, so that no limit
 * and no demand for HTTPS could come before the credential is looked at; and the container's own login, a JAAS subject
 * for each request, takes three times as long as all the rest of a small request.
 */
@WebFilter(
        filterName = CredentialFilter.NAME,
        urlPatterns = "/*",
        dispatcherTypes = DispatcherType.REQUEST,
        asyncSupported = true)
public class CredentialFilter extends HttpFilter {
    /** For web.xml, to order it among the others. */
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
            refused.refusal().answer(request, response);
        } else if (identified instanceof IdentificationResult.Known known) {
            chain.doFilter(new Authenticated(request, new MarketbellPrincipal(known.caller())), response);
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
