package io.marketbell.identity.token;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The requirements for a token besides its signature.
 *
 * @param issuer the required issuer; empty accepts any issuer, but the claim must be present
 * @param audiences the accepted audiences; empty accepts any token
 * @param algorithms the accepted signature algorithms; all are asymmetric
 * @param skew the maximum difference between the clocks of the issuer and this server
 * @param age how long after its issue time a token is accepted, even if it expires later
 */
record TokenRules(
        Optional<String> issuer, Set<String> audiences, Set<String> algorithms, Duration skew, Optional<Duration> age) {

    /** Excludes symmetric algorithms: the public key would then be the shared secret. */
    private static final Set<String> ASYMMETRIC =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

    TokenRules {
        audiences = Set.copyOf(audiences);
        algorithms = Set.copyOf(algorithms);
        if (algorithms.isEmpty() || !ASYMMETRIC.containsAll(algorithms)) {
            throw new IllegalStateException("mp.jwt.verify.publickey.algorithm: " + algorithms
                    + " contains unsupported algorithms; supported: " + ASYMMETRIC);
        }
        if (skew.isNegative()
                || age.filter(longest -> longest.isNegative() || longest.isZero())
                        .isPresent()) {
            throw new IllegalStateException(
                    "mp.jwt.verify.clock.skew must not be negative, mp.jwt.verify.token.age must be positive");
        }
    }
}
