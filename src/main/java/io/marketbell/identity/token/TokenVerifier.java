package io.marketbell.identity.token;

import io.marketbell.identity.IdentityUnavailable;
import java.time.Instant;
import java.util.List;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.VerificationJwkSelector;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Verifies the signature and claims of one token. Takes a few dozen microseconds, nearly all of it for RSA or
 * elliptic-curve operations.
 */
record TokenVerifier(TokenRules rules, TokenPublicKeys keys) {

    /**
     * @throws InvalidJwtException with the reason, which is only for the log
     * @throws IdentityUnavailable if the key that the token names cannot be fetched now
     */
    JwtClaims claims(String token, Instant now) throws InvalidJwtException {
        JwtConsumerBuilder check = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(new AlgorithmConstraints(
                        ConstraintType.PERMIT, rules.algorithms().toArray(String[]::new)))
                .setVerificationKeyResolver(resolver())
                .setEvaluationTime(NumericDate.fromMilliseconds(now.toEpochMilli()))
                .setAllowedClockSkewInSeconds((int) rules.skew().toSeconds())
                .setRequireExpirationTime()
                .setExpectedIssuer(true, rules.issuer().orElse(null));
        if (rules.audiences().isEmpty()) {
            check.setSkipDefaultAudienceValidation();
        } else {
            check.setExpectedAudience(true, rules.audiences().toArray(String[]::new));
        }
        if (rules.age().isPresent()) {
            check.setRequireIssuedAt()
                    .setIssuedAtRestrictions(0, (int) rules.age().get().toSeconds());
        } else {
            check.setIssuedAtRestrictions(0, Integer.MAX_VALUE);
        }
        try {
            return check.build().processToClaims(token);
        } catch (InvalidJwtException e) {
            // The library reports every exception of a resolver as an invalid token.
            if (e.getCause() instanceof IdentityUnavailable unavailable) {
                throw unavailable;
            }
            throw e;
        }
    }

    private VerificationKeyResolver resolver() {
        return (JsonWebSignature signature, List<JsonWebStructure> nesting) -> {
            JsonWebKey key = select(signature, keys.current());
            if (key == null) {
                key = select(signature, keys.renewed());
            }
            if (key == null) {
                throw new UnresolvableKeyException("no key matches the token's header");
            }
            return key.getKey();
        };
    }

    /**
     * Selects the key. A PEM has no key id and is the key of every token. If there are several keys, a token must name
     * one.
     */
    private static JsonWebKey select(JsonWebSignature signature, List<JsonWebKey> keys)
            throws UnresolvableKeyException {
        if (keys.size() == 1 && keys.get(0).getKeyId() == null) {
            return keys.get(0);
        }
        try {
            return new VerificationJwkSelector().select(signature, keys);
        } catch (JoseException e) {
            throw new UnresolvableKeyException("the token's header has no key id", e);
        }
    }
}
