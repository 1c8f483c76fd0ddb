package io.marketbell.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/** For tests of other rooms' resources: believes whoever says who they are, {@code X-Test-Caller: desk:publisher}. */
@ApplicationScoped
public class BelievingIdentification implements Identification {
    public static final String HEADER = "X-Test-Caller";

    @Override
    public IdentificationResult of(HttpServletRequest request) {
        String header = request.getHeader(HEADER);
        if (header == null) {
            return IdentificationResult.Nobody.INSTANCE;
        }
        String[] parts = header.split(":");
        return new IdentificationResult.Known(
                new Caller(parts[0], Set.of(Role.of(parts[1]).orElseThrow()), Tier.STANDARD, "test"));
    }

    /** What a test's archive needs of this room. */
    public static Class<?>[] classes() {
        return new Class<?>[] {
            BelievingIdentification.class,
            CredentialFilter.class,
            Identification.class,
            IdentificationResult.class,
            MarketbellPrincipal.class,
            Caller.class,
            Role.class,
            Tier.class,
            RolesFeature.class,
            CredentialRefusal.class
        };
    }
}
