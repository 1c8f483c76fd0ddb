package io.marketbell.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
    private static final Issuer ISSUER = Issuer.rsa("k1");
    private static final Issuer STRANGER = Issuer.rsa("k1");
    private static final Issuer CURVE = Issuer.ellipticCurve("k2");
    private static final Instant NOW = new TestClock().instant();
    private static final Instant IN_AN_HOUR = NOW.plusSeconds(3600);

    private final TestClock clock = new TestClock();
    private final CountingKeys keys = new CountingKeys(Issuer.jwks(ISSUER, CURVE));
    private final Tokens tokens = tokens(Duration.ZERO, Optional.empty());

    private Tokens tokens(Duration skew, Optional<Duration> age) {
        return tokens(Set.of("RS256"), skew, age);
    }

    private Tokens tokens(Set<String> algorithms, Duration skew, Optional<Duration> age) {
        return new Tokens(
                new TokenRules(Optional.of(Issuer.NAME), Set.of("other", Issuer.AUDIENCE), algorithms, skew, age),
                keys,
                clock);
    }

    @Test
    void aGoodTokenTellsItsCallerAndItsEnd() {
        Caller caller = tokens.byToken(ISSUER.token(NOW, IN_AN_HOUR)).orElseThrow();

        assertThat(caller.user()).isEqualTo("alice");
        assertThat(caller.roles()).containsExactly(Role.TRADER);
        assertThat(caller.tier()).isEqualTo(Tier.PREMIUM);
        assertThat(caller.expiresAt()).isEqualTo(IN_AN_HOUR);
        assertThat(caller.credential()).matches("jwt:[\\w-]{43}");
    }

    static Stream<Arguments> badTokens() {
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("unsigned", unsigned());
        bad.put("signed with the public key as a shared secret", confused());
        bad.put("by a stranger with our key's id", STRANGER.token(NOW, IN_AN_HOUR));
        bad.put("of an algorithm that is not configured", CURVE.token(NOW, IN_AN_HOUR));
        bad.put("of a stronger algorithm that is not configured", stronger());
        bad.put("of an unknown key", Issuer.rsa("k9").token(NOW, IN_AN_HOUR));
        bad.put("without a key's id though there are two", withoutKeyId());
        bad.put("of another issuer", but(claims -> claims.setIssuer("https://evil.example")));
        bad.put("without an issuer", but(claims -> claims.unsetClaim("iss")));
        bad.put("for another audience", but(claims -> claims.setAudience("bank")));
        bad.put("without an audience", but(claims -> claims.unsetClaim("aud")));
        bad.put("expired now", ISSUER.token(NOW.minusSeconds(60), NOW));
        bad.put("expired long ago", ISSUER.token(NOW.minusSeconds(7200), NOW.minusSeconds(3600)));
        bad.put("that never expires", but(claims -> claims.unsetClaim("exp")));
        bad.put("with an expiry in words", but(claims -> claims.setStringClaim("exp", "tomorrow")));
        bad.put("with an expiry beyond time", but(claims -> claims.setClaim("exp", Long.MAX_VALUE)));
        bad.put("not valid yet", but(claims -> claims.setNotBefore(date(NOW.plusSeconds(1)))));
        bad.put("issued in the future", but(claims -> claims.setIssuedAt(date(NOW.plusSeconds(1)))));
        bad.put("of nobody", but(claims -> {
            claims.unsetClaim("upn");
            claims.unsetClaim("sub");
        }));
        bad.put("of nobody but a changeable name", but(claims -> {
            claims.unsetClaim("upn");
            claims.unsetClaim("sub");
            claims.setStringClaim("preferred_username", "admin");
        }));
        bad.put("of a user with a line break", but(claims -> claims.setStringClaim("upn", "ali\nce")));
        bad.put("of a user with a space before", but(claims -> claims.setStringClaim("upn", " alice")));
        bad.put("of an empty user though there is a sub", but(claims -> claims.setStringClaim("upn", "")));
        bad.put("of a user that is a number", but(claims -> claims.setClaim("upn", 7)));
        bad.put("of a user with half a character", halfACharacter());
        bad.put("with an unknown critical header", critical());
        bad.put("with its last character cut off", chopped());
        bad.put("with other claims than were signed", swapped());
        bad.put("with white space", ISSUER.token(NOW, IN_AN_HOUR) + " ");
        bad.put("with a fourth part", ISSUER.token(NOW, IN_AN_HOUR) + ".");
        bad.put("oversized", but(claims -> claims.setStringClaim("note", "x".repeat(Tokens.MAX_LENGTH))));
        bad.put("empty", "");
        bad.put("an API key", "mb_dev_alice");
        bad.put("dots", "..");
        bad.put("no JSON", "bm9uZQ.bm9uZQ.bm9uZQ");
        bad.put("a claim that comes twice", twice());
        return bad.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTokens")
    void aBadTokenIsNobodys(String fault, String token) {
        assertThat(tokens.byToken(token)).as(fault).isEmpty();
    }

    @Test
    void withoutUpnTheSubjectIsTheUser() {
        assertThat(tokens.byToken(but(claims -> claims.unsetClaim("upn")))
                        .orElseThrow()
                        .user())
                .isEqualTo("f3a1");
    }

    @Test
    void whatIsNoRoleOrTierHereGivesNone() {
        Caller caller = tokens.byToken(but(claims -> {
                    claims.setClaim("groups", List.of("superuser", 7, "TRADER"));
                    claims.setStringClaim("tier", "diamond");
                }))
                .orElseThrow();

        assertThat(caller.roles()).isEmpty();
        assertThat(caller.tier()).isEqualTo(Tier.STANDARD);
        assertThat(tokens.byToken(but(claims -> claims.setStringClaim("groups", "admin")))
                        .orElseThrow()
                        .roles())
                .isEmpty();
    }

    @Test
    void otherAlgorithmsAreTakenWhereConfigured() {
        Tokens both = tokens(Set.of("RS256", "ES256"), Duration.ZERO, Optional.empty());

        assertThat(both.byToken(CURVE.token(NOW, IN_AN_HOUR))).isPresent();
        assertThat(both.byToken(ISSUER.token(NOW, IN_AN_HOUR))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "none", "A128KW", "RS255"})
    void symmetricAndUnknownAlgorithmsCannotBeConfigured(String algorithm) {
        assertThatThrownBy(() -> tokens(Set.of("RS256", algorithm), Duration.ZERO, Optional.empty()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("mp.jwt.verify.publickey.algorithm");
    }

    @Test
    void aTokenIsCheckedOnceAndEndsToTheMillisecond() {
        String token = ISSUER.token(NOW, NOW.plusSeconds(10));
        assertThat(tokens.byToken(token)).isPresent();
        keys.asked = 0;

        clock.advance(Duration.ofMillis(9_999));
        assertThat(tokens.byToken(token)).isPresent();
        assertThat(keys.asked).isZero();

        clock.advance(Duration.ofMillis(1));
        assertThat(tokens.byToken(token)).isEmpty();
    }

    @Test
    void theSkewIsGivenOnBothSides() {
        Tokens lenient = tokens(Duration.ofSeconds(5), Optional.empty());
        String ahead = but(claims -> {
            claims.setIssuedAt(date(NOW.plusSeconds(5)));
            claims.setNotBefore(date(NOW.plusSeconds(5)));
        });
        String ending = ISSUER.token(NOW.minusSeconds(60), NOW);

        assertThat(lenient.byToken(ahead)).isPresent();
        assertThat(lenient.byToken(ending).orElseThrow().expiresAt()).isEqualTo(NOW.plusSeconds(5));
        clock.advance(Duration.ofSeconds(5));
        assertThat(lenient.byToken(ending)).isEmpty();
    }

    @Test
    void anOldTokenIsRefusedThoughItHasNotExpired() {
        Tokens strict = tokens(Duration.ZERO, Optional.of(Duration.ofSeconds(60)));
        String token = ISSUER.token(NOW, IN_AN_HOUR);

        Instant end = strict.byToken(token).orElseThrow().expiresAt();
        clock.advance(Duration.between(NOW, end).minusMillis(1));
        assertThat(strict.byToken(token)).isPresent();
        assertThat(tokens(Duration.ZERO, Optional.of(Duration.ofSeconds(60))).byToken(token))
                .isPresent();
        clock.advance(Duration.ofMillis(1));

        assertThat(strict.byToken(token)).isEmpty();
        assertThat(tokens(Duration.ZERO, Optional.of(Duration.ofSeconds(60))).byToken(token))
                .isEmpty();
        assertThat(strict.byToken(but(claims -> claims.unsetClaim("iat")))).isEmpty();
    }

    @Test
    void whenTheKeysChangeWhatWasCheckedIsCheckedAgain() {
        String token = ISSUER.token(NOW, IN_AN_HOUR);
        assertThat(tokens.byToken(token)).isPresent();

        keys.change(Issuer.jwks(STRANGER));

        assertThat(tokens.byToken(token)).isEmpty();
        assertThat(tokens.byToken(STRANGER.token(NOW, IN_AN_HOUR))).isPresent();
    }

    @Test
    void withoutAKeyNoTokenIsTaken() {
        keys.change(null);

        assertThat(tokens.byToken(ISSUER.token(NOW, IN_AN_HOUR))).isEmpty();
    }

    @Test
    void keysThatCannotBeHadAreNotTheTokensFault() {
        keys.away = true;

        assertThatThrownBy(() -> tokens.byToken(Issuer.rsa("k9").token(NOW, IN_AN_HOUR)))
                .isInstanceOf(IdentityUnavailable.class);
        assertThat(tokens.byToken(ISSUER.token(NOW, IN_AN_HOUR))).isPresent();
    }

    private static String but(Consumer<JwtClaims> change) {
        return ISSUER.token(NOW, IN_AN_HOUR, change);
    }

    private static NumericDate date(Instant time) {
        return NumericDate.fromSeconds(time.getEpochSecond());
    }

    private static String unsigned() {
        return ISSUER.sign(Issuer.alice(NOW, IN_AN_HOUR), signature -> {
            signature.setAlgorithmConstraints(AlgorithmConstraints.ALLOW_ONLY_NONE);
            signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
            signature.setKey(null);
        });
    }

    private static String confused() {
        return ISSUER.sign(Issuer.alice(NOW, IN_AN_HOUR), signature -> {
            signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
            signature.setKey(new HmacKey(ISSUER.publicKey()));
        });
    }

    private static String stronger() {
        return ISSUER.sign(
                Issuer.alice(NOW, IN_AN_HOUR),
                signature -> signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA512));
    }

    private static String withoutKeyId() {
        return STRANGER.sign(
                Issuer.alice(NOW, IN_AN_HOUR),
                signature -> signature.getHeaders().setObjectHeaderValue("kid", null));
    }

    private static String critical() {
        return ISSUER.sign(Issuer.alice(NOW, IN_AN_HOUR), signature -> {
            signature.setHeader("x-must", "understand");
            signature.setCriticalHeaderNames("x-must");
        });
    }

    private static String chopped() {
        String token = ISSUER.token(NOW, IN_AN_HOUR);
        return token.substring(0, token.length() - 2);
    }

    private static String swapped() {
        String[] mine = ISSUER.token(NOW, IN_AN_HOUR).split("\\.");
        String[] admins = STRANGER.token(NOW, IN_AN_HOUR, claims -> claims.setStringListClaim("groups", "admin"))
                .split("\\.");
        return mine[0] + '.' + admins[1] + '.' + mine[2];
    }

    private static String halfACharacter() {
        String json = Issuer.alice(NOW, IN_AN_HOUR).toJson();
        return ISSUER.sign(
                Issuer.alice(NOW, IN_AN_HOUR),
                signature -> signature.setPayload(json.replace("\"alice\"", "\"a\\ud800b\"")));
    }

    /** Signed as it stands: what the payload says twice, different readers read differently. */
    private static String twice() {
        String json = Issuer.alice(NOW, IN_AN_HOUR).toJson();
        return ISSUER.sign(
                Issuer.alice(NOW, IN_AN_HOUR),
                signature -> signature.setPayload(json.replaceFirst("\\{", "{\"upn\":\"admin\",")));
    }

    /** Keys that can be changed and be away. */
    private static final class CountingKeys implements TokenKeys {
        private List<JsonWebKey> keys;
        private long version = 1;
        private boolean away;
        private int asked;

        CountingKeys(String text) {
            keys = PublicKeyText.parse(text);
        }

        void change(String text) {
            keys = text == null ? List.of() : PublicKeyText.parse(text);
            version++;
        }

        @Override
        public long version() {
            return version;
        }

        @Override
        public List<JsonWebKey> known() {
            asked++;
            return keys;
        }

        @Override
        public List<JsonWebKey> renewed() {
            if (away) {
                throw new IdentityUnavailable("away");
            }
            return keys;
        }
    }

    @Test
    void noTokenAppearsInTheTextOfItsCaller() {
        String token = ISSUER.token(NOW, IN_AN_HOUR);

        assertThat(tokens.byToken(token).orElseThrow().toString())
                .doesNotContain(token.substring(0, 40), token.substring(token.length() - 40))
                .doesNotContain(Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8)));
    }
}
