package io.marketbell.identity.token;

import io.marketbell.identity.IdentityUnavailable;
import java.util.List;
import org.jose4j.jwk.JsonWebKey;

/** The public keys that tokens are verified with. */
interface TokenPublicKeys {

    /**
     * Returns a version that increases whenever the keys change: cached results of an older version must be verified
     * again. Never blocks.
     *
     * @return 0 while no keys are available
     */
    long version();

    /** Returns the known keys; never blocks. */
    List<JsonWebKey> current();

    /**
     * Fetches newer keys because a token names an unknown one; may block briefly.
     *
     * @throws IdentityUnavailable if the keys cannot be fetched now
     */
    List<JsonWebKey> renewed();

    /** Keys that never change: those of the configuration. */
    record Fixed(List<JsonWebKey> current) implements TokenPublicKeys {

        @Override
        public long version() {
            return 1;
        }

        @Override
        public List<JsonWebKey> renewed() {
            return current;
        }
    }
}
