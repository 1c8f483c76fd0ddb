package io.marketbell.identity.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PublicKeyTextTest {
    private static final Issuer RSA = Issuer.rsa("k1");
    private static final Issuer CURVE = Issuer.ellipticCurve("k2");

    static Stream<String> forms() {
        return Stream.of(
                RSA.pem(),
                "\n  " + RSA.pem() + "\n",
                RSA.pem().replace("\n", ""),
                RSA.pem().replace("\n", "\\n"),
                RSA.pem().replace("\n", " "),
                RSA.jwk(),
                Issuer.jwks(RSA),
                Base64.getEncoder().encodeToString(RSA.publicKey()),
                base64(RSA.jwk()),
                base64(Issuer.jwks(RSA)));
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyFormatOfAKeyIsParsed(String text) {
        assertThat(PublicKeyText.parse(text))
                .singleElement()
                .satisfies(key -> assertThat(key.getKey().getEncoded()).isEqualTo(RSA.publicKey()));
    }

    @Test
    void otherKindsOfKeysAreParsed() throws Exception {
        KeyPair edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();

        assertThat(PublicKeyText.parse(CURVE.pem())).hasSize(1);
        assertThat(PublicKeyText.parse(Issuer.jwks(RSA, CURVE))).hasSize(2);
        assertThat(PublicKeyText.parse(
                        Base64.getEncoder().encodeToString(edwards.getPublic().getEncoded())))
                .hasSize(1);
    }

    @Test
    void symmetricAndUnknownKeysOfASetAreIgnored() {
        String set = Issuer.jwks(RSA)
                .replace("{\"keys\":[", "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"},{\"kty\":\"moon\"},7,");

        assertThat(PublicKeyText.parse(set)).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void textWithoutAPublicKeyIsRejectedWithoutQuotingIt(String text) {
        assertThatThrownBy(() -> PublicKeyText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("is ")
                .message()
                .doesNotContain("c2VjcmV0");
    }

    static Stream<String> unusable() throws Exception {
        return Stream.of(
                "",
                "c2VjcmV0",
                "!!",
                "{}",
                "{\"keys\":[]}",
                "{\"keys\":",
                "{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}",
                "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----",
                "-----BEGIN PUBLIC KEY-----\nc2VjcmV0\n-----END PUBLIC KEY-----",
                "-----BEGIN CERTIFICATE-----\nc2VjcmV0\n-----END CERTIFICATE-----",
                "-----BEGIN PUBLIC KEY-----\nc2VjcmV0");
    }
}
