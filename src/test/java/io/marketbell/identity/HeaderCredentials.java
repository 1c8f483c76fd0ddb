package io.marketbell.identity;

/** For tests of other rooms that bring their own {@link Authenticator}: what reads the headers for it. */
public final class HeaderCredentials {
    private HeaderCredentials() {}

    /** What a test's archive needs of this room. */
    public static Class<?>[] classes() {
        return new Class<?>[] {
            Authenticator.class,
            Identification.class,
            IdentificationResult.class,
            HeaderIdentification.class,
            CredentialFilter.class,
            CredentialRefusal.class,
            IdentityUnavailable.class,
            MarketbellPrincipal.class,
            Caller.class,
            Role.class,
            Tier.class
        };
    }
}
