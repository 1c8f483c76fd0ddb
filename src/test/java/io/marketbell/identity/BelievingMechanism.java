package io.marketbell.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;

/** For tests of other rooms' resources: believes whoever says who they are, {@code X-Test-Caller: desk:publisher}. */
@ApplicationScoped
public class BelievingMechanism implements HttpAuthenticationMechanism {
    public static final String HEADER = "X-Test-Caller";

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        String header = request.getHeader(HEADER);
        if (header == null) {
            return context.doNothing();
        }
        String[] parts = header.split(":");
        Caller caller = new Caller(parts[0], Set.of(Role.of(parts[1]).orElseThrow()), Tier.STANDARD, "test");
        return context.notifyContainerAboutLogin(new MarketbellPrincipal(caller), Set.of(parts[1]));
    }

    /** What a test's archive needs of this room. */
    public static Class<?>[] classes() {
        return new Class<?>[] {
            BelievingMechanism.class,
            MarketbellPrincipal.class,
            Caller.class,
            Role.class,
            Tier.class,
            RolesFeature.class,
            Refusal.class
        };
    }
}
