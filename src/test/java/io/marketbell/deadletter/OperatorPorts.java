package io.marketbell.deadletter;

import jakarta.annotation.Priority;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.security.Principal;

/** Accepts the identity that a request claims; identity has its own tests. */
@Provider
@Priority(Priorities.AUTHENTICATION)
public class OperatorPorts implements ContainerRequestFilter {

    @ApplicationPath("/api/v1")
    public static class Api extends Application {}

    @Override
    public void filter(ContainerRequestContext request) {
        String role = request.getHeaderString("Role");
        request.setSecurityContext(new SecurityContext() {
            @Override
            public Principal getUserPrincipal() {
                return () -> "olga";
            }

            @Override
            public boolean isUserInRole(String asked) {
                return asked.equals(role);
            }

            @Override
            public boolean isSecure() {
                return false;
            }

            @Override
            public String getAuthenticationScheme() {
                return "test";
            }
        });
    }
}
