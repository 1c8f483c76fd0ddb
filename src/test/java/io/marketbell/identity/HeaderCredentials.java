package io.marketbell.identity;

/** Reads credentials from the headers, for tests of other packages that bring their own {@link Authenticator}. */
public final class HeaderCredentials {
    private HeaderCredentials() {}

    /** Returns the classes of this package that a test's archive needs. */
    public static Class<?>[] classes() {
        return new Class<?>[] {
            Authenticator.class,
            Identification.class,
            IdentificationResult.class,
            HeaderIdentification.class,
            CredentialFilter.class,
            CredentialRefusal.class,
            IdentityUnavailable.class,
            LoginRefused.class,
            MarketbellPrincipal.class,
            Caller.class,
            KeyRestrictions.class,
            PublishScope.class,
            Role.class,
            Tier.class
        };
    }
}
