package io.marketbell.identity;

import java.util.Optional;

/** Determines the caller of a credential; an application-scoped CDI bean. */
public interface Authenticator {

    /**
     * Returns the caller with this API key; empty if the key does not exist or is revoked. Takes the same time for
     * every invalid key. Usually served from memory, but may read the database: must not be called on delivery threads.
     *
     * @throws IdentityUnavailable if the key cannot be checked now; respond with 503, never 401
     */
    Optional<Caller> byApiKey(String apiKey);

    /**
     * Returns the caller of this bearer token; empty, without a reason, if the token is invalid in any way. The default
     * implementation accepts no tokens. May block briefly to fetch a public key: must not be called on delivery
     * threads.
     *
     * @throws IdentityUnavailable if the public keys cannot be fetched now; respond with 503, never 401
     */
    default Optional<Caller> byToken(String token) {
        return Optional.empty();
    }

    /**
     * Returns whether the credential is known to have been revoked recently. Reads only memory. Must be called after a
     * connection has been registered: a revocation between the check of the credential and the registration found no
     * connection to close.
     *
     * @param credential as in {@link Caller#credential}
     */
    default boolean isRevoked(String credential) {
        return false;
    }
}
