package io.marketbell.channel;

import io.marketbell.identity.Authenticator;
import io.marketbell.identity.Caller;
import io.marketbell.identity.MarketbellPrincipal;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Who stands behind a request or an {@code auth} frame. */
@Dependent
class Credentials {
    static final String API_KEY_HEADER = "X-API-Key";

    /** Told where the authenticator throws: nobody knows whether the credential is good or bad. */
    static final String UNAVAILABLE = "credentials cannot be checked now; try again later";

    private final Authenticator authenticator;

    @Inject
    Credentials(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    Optional<Caller> caller(Request.Auth auth) {
        return auth.apiKey() == null ? Optional.empty() : authenticator.byApiKey(auth.apiKey());
    }

    /** Whether the request brings a credential at all, be it good or bad. */
    static boolean areIn(HttpServletRequest request) {
        return request.getHeader(API_KEY_HEADER) != null
                || request.getHeader("Authorization") != null
                || request.getUserPrincipal() != null;
    }

    /** Of the principal where the request has been authenticated already, else of its API key. */
    Optional<Caller> caller(HttpServletRequest request) {
        if (request.getUserPrincipal() instanceof MarketbellPrincipal principal) {
            return Optional.of(principal.caller());
        }
        String apiKey = request.getHeader(API_KEY_HEADER);
        return apiKey == null ? Optional.empty() : authenticator.byApiKey(apiKey);
    }
}
