package io.marketbell.identity.token;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * Parses public keys in the formats of MicroProfile JWT: PEM (a key or a certificate), a JWK, a JWKS, or either of the
 * last two in base64url. In a PEM from an environment variable, line breaks may be missing or written as {@code \n}.
 */
final class PublicKeyText {
    private static final String BEGIN = "-----BEGIN ";
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private PublicKeyText() {}

    /** @throws IllegalArgumentException with a message that describes the error and never contains the text */
    static List<JsonWebKey> parse(String text) {
        String stripped = text.strip();
        if (stripped.startsWith(BEGIN)) {
            return List.of(pem(stripped));
        }
        if (stripped.startsWith("{")) {
            return json(stripped);
        }
        byte[] decoded = decoded(stripped);
        String inside = new String(decoded, StandardCharsets.UTF_8).strip();
        return inside.startsWith("{") ? json(inside) : List.of(key(decoded));
    }

    private static JsonWebKey pem(String text) {
        int labelEnd = text.indexOf("-----", BEGIN.length());
        int bodyEnd = text.indexOf("-----END ");
        if (labelEnd < 0 || bodyEnd < labelEnd) {
            throw new IllegalArgumentException("is a PEM without an end line");
        }
        String label = text.substring(BEGIN.length(), labelEnd);
        byte[] body = decoded(text.substring(labelEnd + "-----".length(), bodyEnd));
        return switch (label) {
            case "PUBLIC KEY" -> key(body);
            case "CERTIFICATE" -> certificate(body);
            default ->
                throw new IllegalArgumentException(
                        "is a PEM of a " + label + "; PUBLIC KEY or CERTIFICATE is required");
        };
    }

    private static byte[] decoded(String base64) {
        String bare = base64.replace("\\n", "")
                .replaceAll("\\s+", "")
                .replace('-', '+')
                .replace('_', '/');
        try {
            return Base64.getDecoder().decode(bare);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is neither a PEM nor a JWK nor a JWKS", e);
        }
    }

    private static JsonWebKey key(byte[] encoded) {
        for (String algorithm : ALGORITHMS) {
            try {
                return jwk(KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded)));
            } catch (GeneralSecurityException e) {
                // a different type of key; an error is reported below if no type matches
            }
        }
        throw new IllegalArgumentException("is not an RSA, EC or EdDSA public key");
    }

    private static JsonWebKey certificate(byte[] encoded) {
        try {
            return jwk(CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(encoded))
                    .getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("is not an X.509 certificate", e);
        }
    }

    private static JsonWebKey jwk(PublicKey key) {
        try {
            return PublicJsonWebKey.Factory.newPublicJwk(key);
        } catch (JoseException e) {
            throw new IllegalArgumentException("is a public key of an unsupported type", e);
        }
    }

    /** Ignores symmetric keys and keys of unknown types, as RFC 7517 (section 5) requires. */
    private static List<JsonWebKey> json(String text) {
        List<JsonWebKey> keys = new ArrayList<>();
        try {
            Map<String, Object> json = JsonUtil.parseJson(text);
            if (!(json.get("keys") instanceof List<?> set)) {
                keys.add(PublicJsonWebKey.Factory.newPublicJwk(json));
                return keys;
            }
            for (Object member : set) {
                if (member instanceof Map<?, ?> jwk) {
                    add(keys, jwk);
                }
            }
        } catch (JoseException | ClassCastException e) {
            throw new IllegalArgumentException("is neither a JWK nor a JWKS", e);
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("is a JWKS without a supported public key");
        }
        return keys;
    }

    private static void add(List<JsonWebKey> keys, Map<?, ?> jwk) {
        try {
            Map<String, Object> members = new java.util.LinkedHashMap<>();
            jwk.forEach((name, value) -> members.put((String) name, value));
            keys.add(PublicJsonWebKey.Factory.newPublicJwk(members));
        } catch (JoseException e) {
            // ignored
        }
    }
}
