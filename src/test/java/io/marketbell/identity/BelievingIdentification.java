package io.marketbell.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;

/**
 * Accepts the identity that a request claims, {@code X-Test-Caller: desk:publisher}. For tests of other packages'
 * resources.
 */
@ApplicationScoped
public class BelievingIdentification implements Identification {
    public static final String HEADER = "X-Test-Caller";

    @Override
    public IdentificationResult of(HttpServletRequest request) {
        String header = request.getHeader(HEADER);
        if (header == null) {
            return IdentificationResult.Anonymous.INSTANCE;
        }
        String[] parts = header.split(":");
        PublishScope scope = parts.length < 3 ? PublishScope.UNRESTRICTED : new PublishScope(List.of(parts[2]), "");
        return new IdentificationResult.Identified(new Caller(
                parts[0],
                Set.of(Role.of(parts[1]).orElseThrow()),
                Tier.STANDARD,
                "test",
                null,
                new KeyRestrictions(List.of(), scope)));
    }

    /** Returns the classes of this package that a test's archive needs. */
    public static Class<?>[] classes() {
        return new Class<?>[] {
            BelievingIdentification.class,
            CredentialFilter.class,
            Identification.class,
            IdentificationResult.class,
            MarketbellPrincipal.class,
            Caller.class,
            KeyRestrictions.class,
            PublishScope.class,
            Role.class,
            Tier.class,
            RolesFeature.class,
            CredentialRefusal.class
        };
    }
}
