package io.marketbell.identity.token;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;

/** Invalid tokens by their defect. */
public final class BadTokens {
    private static final Issuer STRANGER = Issuer.rsa("k1");

    private final Map<String, String> all = new LinkedHashMap<>();
    private final Issuer issuer;
    private final Instant now;
    private final Instant end;

    private BadTokens(Issuer issuer, Instant now) {
        this.issuer = issuer;
        this.now = now;
        this.end = now.plusSeconds(3600);
    }

    /**
     * @param issuer an issuer whose valid RS256 tokens with the key id k1 are accepted
     * @param curve another issuer whose key is known, but whose algorithm is not accepted
     */
    public static Map<String, String> of(Issuer issuer, Issuer curve, Instant now) {
        BadTokens bad = new BadTokens(issuer, now);
        bad.signatures(curve);
        bad.claims();
        bad.times();
        bad.users();
        bad.forms();
        return bad.all;
    }

    private void signatures(Issuer curve) {
        signed("unsigned", signature -> {
            signature.setAlgorithmConstraints(AlgorithmConstraints.ALLOW_ONLY_NONE);
            signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
            signature.setKey(null);
        });
        signed("signed with the public key as a shared secret", signature -> {
            signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
            signature.setKey(new HmacKey(issuer.publicKey()));
        });
        signed(
                "of a stronger algorithm that is not configured",
                signature -> signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA512));
        signed("with an unknown critical header", signature -> {
            signature.setHeader("x-must", "understand");
            signature.setCriticalHeaderNames("x-must");
        });
        all.put("by another issuer with our key's id", STRANGER.token(now, end));
        all.put("by another issuer without a key's id", Issuer.rsa(null).token(now, end));
        all.put("of an unknown key", Issuer.rsa("k9").token(now, end));
        all.put("of an algorithm that is not configured", curve.token(now, end));
    }

    private void claims() {
        but("of another issuer", claims -> claims.setIssuer("https://evil.example"));
        but("without an issuer", claims -> claims.unsetClaim("iss"));
        but("for another audience", claims -> claims.setAudience("bank"));
        but("without an audience", claims -> claims.unsetClaim("aud"));
    }

    private void times() {
        all.put("expired a minute ago", issuer.token(now.minusSeconds(120), now.minusSeconds(60)));
        all.put("expired now", issuer.token(now.minusSeconds(60), now));
        but("that never expires", claims -> claims.unsetClaim("exp"));
        but("with an expiry in words", claims -> claims.setStringClaim("exp", "tomorrow"));
        but("with an expiry beyond time", claims -> claims.setClaim("exp", Long.MAX_VALUE));
        but("not valid yet", claims -> claims.setNotBefore(date(now.plusSeconds(600))));
        but("issued in the future", claims -> claims.setIssuedAt(date(now.plusSeconds(600))));
    }

    private void users() {
        but("of nobody", claims -> {
            claims.unsetClaim("upn");
            claims.unsetClaim("sub");
        });
        but("of nobody but a changeable name", claims -> {
            claims.unsetClaim("upn");
            claims.unsetClaim("sub");
            claims.setStringClaim("preferred_username", "admin");
        });
        but("of a user with a line break", claims -> claims.setStringClaim("upn", "ali\nce"));
        but("of a user with a space before", claims -> claims.setStringClaim("upn", " alice"));
        but("of an empty user though there is a sub", claims -> claims.setStringClaim("upn", ""));
        but("of a user that is a number", claims -> claims.setClaim("upn", 7));
        payload("of a user with half a character", json -> json.replace("\"alice\"", "\"a\\ud800b\""));
        payload("with a claim twice", json -> json.replaceFirst("\\{", "{\"upn\":\"admin\","));
    }

    private void forms() {
        String good = issuer.token(now, end);
        all.put("cut off", good.substring(0, good.length() - 2));
        all.put("with a space in it", good.substring(0, 20) + " " + good.substring(20));
        all.put("with a fourth part", good + ".");
        all.put("with claims of another token", swapped(good));
        but("oversized", claims -> claims.setStringClaim("note", "x".repeat(TokenAuthenticator.MAX_LENGTH)));
        all.put("an API key", "mb_dev_alice");
        all.put("dots", "..");
        all.put("no JSON", "bm9uZQ.bm9uZQ.bm9uZQ");
    }

    private String swapped(String good) {
        String[] mine = good.split("\\.");
        String admins = STRANGER.token(now, end, claims -> claims.setStringListClaim("groups", List.of("admin")));
        return mine[0] + '.' + admins.split("\\.")[1] + '.' + mine[2];
    }

    private void but(String what, Consumer<JwtClaims> change) {
        all.put(what, issuer.token(now, end, change));
    }

    private void signed(String what, Consumer<JsonWebSignature> change) {
        all.put(what, issuer.sign(Issuer.alice(now, end), change));
    }

    private void payload(String what, java.util.function.UnaryOperator<String> change) {
        String json = Issuer.alice(now, end).toJson();
        signed(what, signature -> signature.setPayload(change.apply(json)));
    }

    private static NumericDate date(Instant time) {
        return NumericDate.fromSeconds(time.getEpochSecond());
    }
}
