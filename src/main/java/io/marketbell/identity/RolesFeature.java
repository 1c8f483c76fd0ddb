package io.marketbell.identity;

import io.marketbell.http.problem.ProblemResponse;
import jakarta.annotation.Priority;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.AnnotatedElement;
import java.security.Principal;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Enforces {@code @RolesAllowed}, {@code @PermitAll} and {@code @DenyAll} on every resource method. Annotations of the
 * method take precedence over those of its class. A method without any of them denies all access, so that a missing
 * annotation does not expose it.
 */
@Provider
public class RolesFeature implements DynamicFeature {

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Rule rule = rule(resource.getResourceMethod())
                .or(() -> rule(resource.getResourceClass()))
                .orElse(Rule.CLOSED);
        if (!rule.open()) {
            context.register(new RolesFilter(rule.roles()), Priorities.AUTHORIZATION);
        }
    }

    /** @param roles the allowed roles, if it is not open to all */
    private record Rule(boolean open, Set<Role> roles) {
        static final Rule OPEN = new Rule(true, Set.of());
        static final Rule CLOSED = new Rule(false, Set.of());
    }

    private static Optional<Rule> rule(AnnotatedElement element) {
        if (element.isAnnotationPresent(DenyAll.class)) {
            return Optional.of(Rule.CLOSED);
        }
        RolesAllowed allowed = element.getAnnotation(RolesAllowed.class);
        if (allowed != null) {
            return Optional.of(new Rule(
                    false,
                    Arrays.stream(allowed.value())
                            .map(label -> Role.of(label)
                                    .orElseThrow(() ->
                                            new IllegalStateException("unknown role " + label + " on " + element)))
                            .collect(Collectors.toUnmodifiableSet())));
        }
        return element.isAnnotationPresent(PermitAll.class) ? Optional.of(Rule.OPEN) : Optional.empty();
    }

    @Priority(Priorities.AUTHORIZATION)
    private record RolesFilter(Set<Role> allowed) implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            Principal principal = request.getSecurityContext().getUserPrincipal();
            if (!(principal instanceof MarketbellPrincipal authenticated)) {
                refuse(request, CredentialRefusal.NO_CREDENTIALS);
            } else if (allowed.stream().noneMatch(authenticated.caller()::is)) {
                refuse(request, CredentialRefusal.FORBIDDEN);
            }
        }

        private static void refuse(ContainerRequestContext request, CredentialRefusal refusal) {
            request.abortWith(ProblemResponse.of(refusal.problem(), request.getUriInfo()));
        }
    }
}
