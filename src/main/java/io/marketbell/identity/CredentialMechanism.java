package io.marketbell.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationException;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The one way in, for requests and WebSocket handshakes. A request without credentials goes on as nobody's, and is
 * refused where a role is needed; one with wrong credentials goes nowhere.
 */
@ApplicationScoped
public class CredentialMechanism implements HttpAuthenticationMechanism {
    static final String API_KEY_HEADER = "X-API-Key";

    private final Authenticator authenticator;

    protected CredentialMechanism() {
        this(null);
    }

    @Inject
    CredentialMechanism(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
            throws AuthenticationException {
        try {
            String apiKey = request.getHeader(API_KEY_HEADER);
            if (apiKey == null && !bringsBearer(request)) {
                return context.isProtected()
                        ? refuse(Refusal.NO_CREDENTIALS, request, response, context)
                        : context.doNothing();
            }
            Optional<Caller> caller = apiKey == null ? Optional.empty() : authenticator.byApiKey(apiKey);
            if (caller.isEmpty()) {
                return refuse(Refusal.BAD_CREDENTIALS, request, response, context);
            }
            Set<String> groups = caller.get().roles().stream().map(Role::label).collect(Collectors.toSet());
            return context.notifyContainerAboutLogin(new MarketbellPrincipal(caller.get()), groups);
        } catch (IdentityUnavailable e) {
            return refuse(Refusal.UNAVAILABLE, request, response, context);
        }
    }

    /** Bearer tokens are not taken yet: whoever sends one is told so, not treated as nobody. */
    private static boolean bringsBearer(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length());
    }

    private static AuthenticationStatus refuse(
            Refusal refusal, HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
            throws AuthenticationException {
        if (!context.isProtected()) {
            // Liberty goes on whatever is said here where web.xml asks for no role: CredentialFilter stops it then.
            request.setAttribute(CredentialFilter.REFUSAL, refusal);
            return context.doNothing();
        }
        try {
            refusal.answer(request, response);
            return AuthenticationStatus.SEND_FAILURE;
        } catch (IOException e) {
            throw new AuthenticationException("the refusal could not be sent", e);
        }
    }
}
