package io.marketbell.identity;

import java.util.Optional;

/** What callbacks are signed with; an application-scoped CDI bean. */
public interface CallbackSecrets {

    /**
     * The callback secret, as bytes for a MAC, of the user's newest API key that may publish and is not revoked; empty
     * where the user has none. May read the database.
     *
     * @throws IdentityUnavailable where it cannot be told now: try again later
     */
    Optional<byte[]> ofPublisher(String user);
}
