package io.marketbell.channel;

import io.marketbell.identity.Authenticator;
import io.marketbell.identity.Caller;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Optional;

/** Who stands behind an {@code auth} frame. */
@Dependent
public class CredentialCheck {
    /** Told where the authenticator throws: nobody knows whether the credential is good or bad. */
    public static final String UNAVAILABLE = "credentials cannot be checked now; retry later";

    private final Authenticator authenticator;

    @Inject
    public CredentialCheck(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    /** Whether the caller's credential was revoked after it was checked; to be asked once the connection is registered. */
    public boolean areRevoked(Caller caller) {
        return authenticator.isRevoked(caller.credential());
    }

    public Optional<Caller> caller(String apiKey, String token) {
        return apiKey == null ? authenticator.byToken(token) : authenticator.byApiKey(apiKey);
    }
}
