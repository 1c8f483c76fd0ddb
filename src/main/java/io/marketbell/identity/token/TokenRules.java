package io.marketbell.identity.token;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What a token has to keep to, beside its signature.
 *
 * @param issuer empty where any will do; there must be one all the same
 * @param audiences one of which it must be made out to; empty where none is asked for
 * @param algorithms by which it may be signed; all of them asymmetric
 * @param skew by how much the issuer's clock may differ from ours
 * @param age how long after it was issued it is accepted, even where its own expiry is later
 */
record TokenRules(
        Optional<String> issuer, Set<String> audiences, Set<String> algorithms, Duration skew, Optional<Duration> age) {

    /** Symmetric ones are not among them: the public key, which everybody knows, would be the secret. */
    private static final Set<String> ASYMMETRIC =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

    TokenRules {
        audiences = Set.copyOf(audiences);
        algorithms = Set.copyOf(algorithms);
        if (algorithms.isEmpty() || !ASYMMETRIC.containsAll(algorithms)) {
            throw new IllegalStateException("mp.jwt.verify.publickey.algorithm: " + algorithms
                    + " are not all among those that can be used: " + ASYMMETRIC);
        }
        if (skew.isNegative()
                || age.filter(longest -> longest.isNegative() || longest.isZero())
                        .isPresent()) {
            throw new IllegalStateException(
                    "mp.jwt.verify.clock.skew must not be negative, mp.jwt.verify.token.age must be positive");
        }
    }
}
