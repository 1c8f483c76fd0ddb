package io.marketbell.identity;

import java.util.Optional;

/** Tells who a credential belongs to; an application-scoped CDI bean. */
public interface Authenticator {

    /**
     * The caller with this API key, unless there is none, or it is revoked. Costs the same time for every wrong key.
     * Answers from memory nearly always, but may read the database: not for delivery threads.
     *
     * @throws IdentityUnavailable where it cannot be told now: to be answered 503, never 401
     */
    Optional<Caller> byApiKey(String apiKey);

    /**
     * The caller that this bearer token was made out to; empty, without a reason, where anything at all is wrong with it.
     * One who knows of no tokens takes none. May wait a moment for a key to check it with: not for delivery threads.
     *
     * @throws IdentityUnavailable where the keys to check it with cannot be had now: to be answered 503, never 401
     */
    default Optional<Caller> byToken(String token) {
        return Optional.empty();
    }

    /**
     * Whether the credential is known to have been revoked lately. Reads memory only. To be asked after a connection has
     * been registered: a revocation between the check of the credential and the registration found no connection to
     * close.
     *
     * @param credential as {@link Caller#credential} names it
     */
    default boolean isRevoked(String credential) {
        return false;
    }
}
