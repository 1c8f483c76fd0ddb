package io.marketbell.identity.token;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** Issues valid and invalid tokens. */
public final class Issuer {
    public static final String NAME = "https://issuer.example";
    public static final String AUDIENCE = "marketbell";

    private final PublicJsonWebKey key;
    private final String algorithm;

    private Issuer(PublicJsonWebKey key, String algorithm) {
        this.key = key;
        this.algorithm = algorithm;
    }

    /** @param keyId null for none */
    public static Issuer rsa(String keyId) {
        try {
            PublicJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(keyId);
            return new Issuer(key, AlgorithmIdentifiers.RSA_USING_SHA256);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Issuer ellipticCurve(String keyId) {
        try {
            PublicJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(keyId);
            return new Issuer(key, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the keys of these issuers as a JWKS. */
    public static String jwks(Issuer... issuers) {
        JsonWebKeySet set = new JsonWebKeySet();
        for (Issuer issuer : issuers) {
            set.addJsonWebKey(issuer.key);
        }
        return set.toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    public String jwk() {
        return key.toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    public String pem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + java.util.Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(key.getPublicKey().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    byte[] publicKey() {
        return key.getPublicKey().getEncoded();
    }

    /** Returns the claims of a valid token for alice, a trader. */
    public static JwtClaims alice(Instant now, Instant end) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(NAME);
        claims.setAudience(AUDIENCE);
        claims.setSubject("f3a1");
        claims.setStringClaim("upn", "alice");
        claims.setStringClaim("preferred_username", "admin");
        claims.setStringListClaim("groups", List.of("trader", "everybody"));
        claims.setStringClaim("tier", "premium");
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(end.getEpochSecond()));
        claims.setGeneratedJwtId();
        return claims;
    }

    /** Returns a token for alice with modified claims. */
    public String token(Instant now, Instant end, Consumer<JwtClaims> change) {
        JwtClaims claims = alice(now, end);
        change.accept(claims);
        return sign(claims);
    }

    public String token(Instant now, Instant end) {
        return token(now, end, unchanged -> {});
    }

    public String sign(JwtClaims claims) {
        return sign(claims, signature -> {});
    }

    String sign(JwtClaims claims, Consumer<JsonWebSignature> change) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(key.getPrivateKey());
        signature.setAlgorithmHeaderValue(algorithm);
        if (key.getKeyId() != null) {
            signature.setKeyIdHeaderValue(key.getKeyId());
        }
        change.accept(signature);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
