package io.marketbell.channel;

import io.marketbell.identity.Authenticator;
import io.marketbell.identity.Caller;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Optional;

/** Who stands behind an {@code auth} frame. */
@Dependent
class CredentialCheck {
    /** Told where the authenticator throws: nobody knows whether the credential is good or bad. */
    static final String UNAVAILABLE = "credentials cannot be checked now; retry later";

    private final Authenticator authenticator;

    @Inject
    CredentialCheck(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    /** Whether the caller's credential was revoked after it was checked; to be asked once the connection is registered. */
    boolean areRevoked(Caller caller) {
        return authenticator.isRevoked(caller.credential());
    }

    Optional<Caller> caller(ClientRequest.Auth auth) {
        return auth.apiKey() == null ? authenticator.byToken(auth.token()) : authenticator.byApiKey(auth.apiKey());
    }
}
