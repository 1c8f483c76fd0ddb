package io.marketbell.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;

/** Believes whoever says who they are: {@code X-Test-Caller: desk:publisher}. For tests only. */
@ApplicationScoped
public class TestLogin implements HttpAuthenticationMechanism {

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        String caller = request.getHeader("X-Test-Caller");
        if (caller == null) {
            return context.isProtected() ? context.responseUnauthorized() : context.doNothing();
        }
        String[] parts = caller.split(":");
        return context.notifyContainerAboutLogin(parts[0], Set.of(parts[1]));
    }
}
