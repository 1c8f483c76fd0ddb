package io.marketbell.identity.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.identity.Caller;
import io.marketbell.identity.IdentityUnavailable;
import io.marketbell.identity.Role;
import io.marketbell.identity.Tier;
import io.marketbell.testkit.clock.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenAuthenticatorTest {
    private static final Issuer ISSUER = Issuer.rsa("k1");
    private static final Issuer STRANGER = Issuer.rsa("k1");
    private static final Issuer CURVE = Issuer.ellipticCurve("k2");
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Instant IN_AN_HOUR = NOW.plusSeconds(3600);

    private final TestClock clock = new TestClock(NOW);
    private final CountingKeys keys = new CountingKeys(Issuer.jwks(ISSUER, CURVE));
    private final TokenAuthenticator tokens = tokens(Duration.ZERO, Optional.empty());

    private TokenAuthenticator tokens(Duration skew, Optional<Duration> age) {
        return tokens(Set.of("RS256"), skew, age);
    }

    private TokenAuthenticator tokens(Set<String> algorithms, Duration skew, Optional<Duration> age) {
        return new TokenAuthenticator(
                new TokenRules(Optional.of(Issuer.NAME), Set.of("other", Issuer.AUDIENCE), algorithms, skew, age),
                keys,
                clock);
    }

    @Test
    void validTokenProvidesCallerAndExpiry() {
        Caller caller = tokens.byToken(ISSUER.token(NOW, IN_AN_HOUR)).orElseThrow();

        assertThat(caller.user()).isEqualTo("alice");
        assertThat(caller.roles()).containsExactly(Role.TRADER);
        assertThat(caller.tier()).isEqualTo(Tier.PREMIUM);
        assertThat(caller.expiresAt()).isEqualTo(IN_AN_HOUR);
        assertThat(caller.credential()).matches("jwt:[\\w-]{43}");
    }

    static Stream<Arguments> badTokens() {
        return BadTokens.of(ISSUER, CURVE, NOW).entrySet().stream()
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTokens")
    void invalidTokenIsRejected(String fault, String token) {
        assertThat(tokens.byToken(token)).as(fault).isEmpty();
    }

    @Test
    void subjectIsTheUserIfThereIsNoUpn() {
        assertThat(tokens.byToken(but(claims -> claims.unsetClaim("upn")))
                        .orElseThrow()
                        .user())
                .isEqualTo("f3a1");
    }

    @Test
    void unknownRolesAndTiersAreIgnored() {
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
    void otherAlgorithmsAreAcceptedIfConfigured() {
        TokenAuthenticator both = tokens(Set.of("RS256", "ES256"), Duration.ZERO, Optional.empty());

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
    void tokenIsVerifiedOnceAndExpiresToTheMillisecond() {
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
    void tokenIsRejectedBeforeItsStartWithoutSkew() {
        assertThat(tokens.byToken(but(claims -> claims.setNotBefore(date(NOW)))))
                .isPresent();
        assertThat(tokens.byToken(but(claims -> claims.setNotBefore(date(NOW.plusSeconds(1))))))
                .isEmpty();
        assertThat(tokens.byToken(but(claims -> claims.setIssuedAt(date(NOW.plusSeconds(1))))))
                .isEmpty();
    }

    @Test
    void skewAppliesOnBothSides() {
        TokenAuthenticator lenient = tokens(Duration.ofSeconds(5), Optional.empty());
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
    void tokenBeyondTheMaximumAgeIsRejectedBeforeItsExpiry() {
        TokenAuthenticator strict = tokens(Duration.ZERO, Optional.of(Duration.ofSeconds(60)));
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
    void tokensAreVerifiedAgainAfterTheKeysChange() {
        String token = ISSUER.token(NOW, IN_AN_HOUR);
        assertThat(tokens.byToken(token)).isPresent();

        keys.change(Issuer.jwks(STRANGER));

        assertThat(tokens.byToken(token)).isEmpty();
        assertThat(tokens.byToken(STRANGER.token(NOW, IN_AN_HOUR))).isPresent();
    }

    @Test
    void tokensAreRejectedWithoutAKey() {
        keys.change(null);

        assertThat(tokens.byToken(ISSUER.token(NOW, IN_AN_HOUR))).isEmpty();
    }

    @Test
    void unavailableKeysDoNotMakeTheTokenInvalid() {
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

    /** Keys that can be changed or made unavailable. */
    private static final class CountingKeys implements TokenPublicKeys {
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
        public List<JsonWebKey> current() {
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
