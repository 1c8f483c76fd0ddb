package io.marketbell.channel;

import io.marketbell.identity.Authenticator;
import io.marketbell.identity.Caller;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Optional;

/** Authenticates the credential of an {@code auth} frame. */
@Dependent
public class CredentialCheck {
    /** Sent if the authenticator throws, so that the validity of the credential is unknown. */
    public static final String UNAVAILABLE = "credentials cannot be checked now; retry later";

    private final Authenticator authenticator;

    @Inject
    public CredentialCheck(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    /**
     * Returns whether the caller's credential was revoked after it was checked. Must be called once the connection is
     * registered.
     */
    public boolean areRevoked(Caller caller) {
        return authenticator.isRevoked(caller.credential());
    }

    public Optional<Caller> caller(String apiKey, String token) {
        return apiKey == null ? authenticator.byToken(token) : authenticator.byApiKey(apiKey);
    }
}
