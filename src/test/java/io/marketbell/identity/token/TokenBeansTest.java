package io.marketbell.identity.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenBeansTest {
    private static final Issuer ISSUER = Issuer.rsa(null);
    private static final String CLASSPATH_KEY = "classpath:no/such.pem";

    private static final Map<String, String> STRICT = Map.of(
            "marketbell.production",
            "true",
            TokenBeans.KEY,
            ISSUER.pem(),
            "mp.jwt.verify.issuer",
            Issuer.NAME,
            "mp.jwt.verify.audiences",
            "marketbell",
            "mp.jwt.verify.clock.skew",
            "60");

    @TempDir
    private Path directory;

    @Test
    void tokensAreRejectedWithoutAKey() {
        assertThat(tokens(Map.of()).byToken(good())).isEmpty();
    }

    @Test
    void keyMayBeInTheConfiguration() {
        assertThat(tokens(Map.of(TokenBeans.KEY, ISSUER.pem())).byToken(good())).isPresent();
    }

    @Test
    void keyMayBeInAFile() throws Exception {
        Path file = Files.writeString(directory.resolve("issuer.pem"), ISSUER.pem());

        for (String location : List.of(file.toString(), file.toUri().toString(), "file:" + file)) {
            assertThat(tokens(Map.of(TokenBeans.LOCATION, location)).byToken(good()))
                    .as(location)
                    .isPresent();
        }
    }

    @Test
    void defaultsAreStrict() {
        TokenRules rules = TokenBeans.rules(config(Map.of()));

        assertThat(rules.algorithms()).containsExactly("RS256");
        assertThat(rules.skew()).isZero();
        assertThat(rules.issuer()).isEmpty();
        assertThat(rules.audiences()).isEmpty();
        assertThat(rules.age()).isEmpty();
    }

    @Test
    void everySettingIsRead() {
        TokenRules rules = TokenBeans.rules(config(Map.of(
                "mp.jwt.verify.issuer", " https://issuer.example ",
                "mp.jwt.verify.audiences", "a, b",
                "mp.jwt.verify.publickey.algorithm", "RS256,ES256",
                "mp.jwt.verify.clock.skew", "10",
                "mp.jwt.verify.token.age", "60")));

        assertThat(rules.issuer()).hasValue("https://issuer.example");
        assertThat(rules.audiences()).containsExactlyInAnyOrder("a", "b");
        assertThat(rules.algorithms()).containsExactlyInAnyOrder("RS256", "ES256");
        assertThat(rules.skew()).isEqualTo(Duration.ofSeconds(10));
        assertThat(rules.age()).hasValue(Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @CsvSource({
        "mp.jwt.verify.publickey, nonsense",
        "mp.jwt.verify.publickey.location, /no/such/file.pem",
        "mp.jwt.verify.publickey.location, " + CLASSPATH_KEY,
        "mp.jwt.verify.publickey.algorithm, HS256",
        "mp.jwt.verify.clock.skew, -1",
        "mp.jwt.verify.token.age, 0",
        "mp.jwt.token.header, Cookie"
    })
    void invalidSettingIsReportedAtTheStart(String setting, String value) {
        assertThatThrownBy(() -> tokens(Map.of(setting, value)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(setting);
    }

    /** Each is complete, but for the setting that it replaces or removes (empty). */
    @ParameterizedTest
    @CsvSource({
        "mp.jwt.verify.issuer, ''",
        "mp.jwt.verify.issuer, ' '",
        "mp.jwt.verify.audiences, ''",
        "mp.jwt.verify.publickey.location, http://id.example/jwks.json",
        "mp.jwt.verify.publickey.location, HTTP://id.example/jwks.json",
        "mp.jwt.verify.clock.skew, 61"
    })
    void productionRequiresStrictSettings(String setting, String value) {
        Map<String, String> settings = new HashMap<>(STRICT);
        settings.put(setting, value);
        settings.values().removeIf(String::isEmpty);
        if (setting.equals(TokenBeans.LOCATION)) {
            settings.remove(TokenBeans.KEY);
        }

        assertThatThrownBy(() -> tokens(settings))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("requires " + setting)
                .hasMessageContaining("Marketbell does not start");
        settings.put("marketbell.production", "false");
        assertThatCode(() -> tokens(settings)).doesNotThrowAnyException();
    }

    @Test
    void productionStartsWithStrictSettingsAndWithoutTokens() {
        assertThatCode(() -> tokens(STRICT)).doesNotThrowAnyException();
        assertThatCode(() -> tokens(Map.of("marketbell.production", "true"))).doesNotThrowAnyException();
    }

    @Test
    void productionNamesEverySettingToChange() {
        assertThatThrownBy(() -> tokens(Map.of("marketbell.production", "true", TokenBeans.KEY, ISSUER.pem())))
                .hasMessageContaining("requires mp.jwt.verify.issuer, mp.jwt.verify.audiences.");
    }

    @Test
    void keyAndLocationAreMutuallyExclusive() {
        assertThatThrownBy(() ->
                        tokens(Map.of(TokenBeans.KEY, ISSUER.pem(), TokenBeans.LOCATION, "https://issuer.example/k")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("mutually exclusive");
    }

    private static String good() {
        Instant now = Instant.now();
        return ISSUER.token(now, now.plusSeconds(60));
    }

    private static TokenAuthenticator tokens(Map<String, String> settings) {
        return TokenBeans.tokens(config(settings), Runnable::run);
    }

    private static Config config(Map<String, String> settings) {
        return (Config) Proxy.newProxyInstance(
                TokenBeansTest.class.getClassLoader(), new Class<?>[] {Config.class}, (proxy, method, arguments) -> {
                    Optional<String> value = Optional.ofNullable(settings.get((String) arguments[0]));
                    return switch (method.getName()) {
                        case "getOptionalValue" ->
                            value.map(text -> arguments[1] == Long.class
                                    ? Long.valueOf(text)
                                    : arguments[1] == Boolean.class ? (Object) Boolean.valueOf(text) : text);
                        case "getOptionalValues" -> value.map(text -> List.of(text.split(",")));
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }
}
