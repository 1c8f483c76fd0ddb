package io.marketbell.identity.token;

import io.marketbell.fuzz.FuzzCheck;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwt.consumer.InvalidJwtException;

/**
 * Bearer tokens: any text is either verified or rejected as invalid, and only tokens that the issuer signed are
 * verified. Inputs that begin with a control character change a valid token: each further group of three bytes replaces
 * one of its characters. Others are the token itself.
 */
public final class TokenFuzz {
    private static final Instant NOW = Instant.parse("2026-12-01T10:00:00Z");
    private static final Issuer ISSUER = Issuer.ellipticCurve("k1");
    private static final String VALID = ISSUER.token(NOW, NOW.plusSeconds(60));
    private static final TokenVerifier VERIFIER = new TokenVerifier(
            new TokenRules(
                    Optional.of(Issuer.NAME),
                    Set.of(Issuer.AUDIENCE),
                    Set.of("RS256", "ES256"),
                    Duration.ofSeconds(5),
                    Optional.empty()),
            new TokenPublicKeys.Fixed(PublicKeyText.parse(Issuer.jwks(ISSUER))));

    private TokenFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        boolean change = data.length > 0 && data[0] >= 0 && data[0] < ' ';
        String token = change ? changed(data) : new String(data, StandardCharsets.ISO_8859_1);
        try {
            VERIFIER.claims(token, NOW);
        } catch (InvalidJwtException e) {
            return;
        }
        FuzzCheck.holds(signed(token).equals(signed(VALID)), "only signed content is verified: " + token);
    }

    private static String changed(byte[] data) {
        StringBuilder token = new StringBuilder(VALID);
        for (int i = 1; i + 2 < data.length; i += 3) {
            int at = ((data[i] & 0xff) << 8 | data[i + 1] & 0xff) % token.length();
            token.setCharAt(at, (char) (data[i + 2] & 0xff));
        }
        return token.toString();
    }

    /** The part of a token that its signature covers. */
    private static String signed(String token) {
        return token.substring(0, Math.max(0, token.lastIndexOf('.')));
    }
}
