package io.marketbell.identity.token;

import io.marketbell.identity.IdentityUnavailable;
import java.util.List;
import org.jose4j.jwk.JsonWebKey;

/** The public keys that tokens are checked with. */
interface TokenPublicKeys {

    /**
     * Counts up whenever the keys are no longer the same: what was checked before is to be checked again. Never waits.
     *
     * @return 0 as long as there were no keys at all
     */
    long version();

    /** Those known now; never waits. */
    List<JsonWebKey> known();

    /**
     * Looks for newer ones, because one is asked for that is not known; may wait a moment.
     *
     * @throws IdentityUnavailable where they cannot be had now
     */
    List<JsonWebKey> renewed();

    /** Those of the configuration: there never are others. */
    static TokenPublicKeys fixed(List<JsonWebKey> keys) {
        List<JsonWebKey> all = List.copyOf(keys);
        return new TokenPublicKeys() {
            @Override
            public long version() {
                return 1;
            }

            @Override
            public List<JsonWebKey> known() {
                return all;
            }

            @Override
            public List<JsonWebKey> renewed() {
                return all;
            }
        };
    }
}
