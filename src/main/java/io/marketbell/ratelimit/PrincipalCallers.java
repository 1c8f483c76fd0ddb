package io.marketbell.ratelimit;

import io.marketbell.identity.Caller;
import io.marketbell.identity.MarketbellPrincipal;
import jakarta.enterprise.context.Dependent;
import jakarta.servlet.http.HttpServletRequest;

/** By what the authentication mechanism has found out before any filter. */
@Dependent
class PrincipalCallers implements Callers {
    private static final String FOUND = "io.marketbell.identity.principal";

    @Override
    public Caller of(HttpServletRequest request) {
        if (request.getAttribute(FOUND) instanceof MarketbellPrincipal found) {
            return found.caller();
        }
        return request.getUserPrincipal() instanceof MarketbellPrincipal principal ? principal.caller() : null;
    }
}
