package io.marketbell.identity;

import java.util.Optional;

/** The secrets that callbacks are signed with; an application-scoped CDI bean. */
public interface CallbackSecrets {

    /**
     * Returns the callback secret, as bytes for a MAC, of the user's newest API key that may publish and is not
     * revoked; empty if there is none. May read the database.
     *
     * @throws IdentityUnavailable if the secret cannot be read now; retry later
     */
    Optional<byte[]> ofPublisher(String user);

    /**
     * Returns whether this node has the key of the secrets in the database. False until it was compared with the
     * database.
     */
    boolean areReadable();
}
