package io.marketbell.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.http.address.Network;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderIdentificationTest {
    private static final Caller ALICE = new Caller("alice", Set.of(Role.TRADER), Tier.PREMIUM, "k1");
    private static final Caller BOB = new Caller("bob", Set.of(Role.TRADER), Tier.PREMIUM, "jwt:1");

    private static final Caller DESK = new Caller(
            "desk",
            Set.of(Role.TRADER),
            Tier.BROKER,
            "k2",
            null,
            new KeyRestrictions(List.of(Network.parse("192.0.2.0/24")), PublishScope.UNRESTRICTED));

    private final List<String> looked = new ArrayList<>();
    private boolean away;
    private String address = "192.0.2.7";

    private final HeaderIdentification identification = new HeaderIdentification(new Authenticator() {
        @Override
        public Optional<Caller> byApiKey(String apiKey) {
            return apiKey.equals("mb_desk") ? Optional.of(DESK) : look(apiKey, "mb_alice", ALICE);
        }

        @Override
        public Optional<Caller> byToken(String token) {
            return look(token, "e.y.J", BOB);
        }
    });

    private Optional<Caller> look(String given, String good, Caller caller) {
        looked.add(given);
        if (away) {
            throw new IdentityUnavailable("away");
        }
        return given.equals(good) ? Optional.of(caller) : Optional.empty();
    }

    @Test
    void keysAndTokensAreAccepted() {
        assertThat(of("X-API-Key: mb_alice")).isEqualTo(new IdentificationResult.Identified(ALICE));
        assertThat(of("Authorization: Bearer e.y.J")).isEqualTo(new IdentificationResult.Identified(BOB));
        assertThat(of("Authorization: bEARER   e.y.J ")).isEqualTo(new IdentificationResult.Identified(BOB));
    }

    @Test
    void requestWithoutCredentialsIsAnonymous() {
        assertThat(of()).isEqualTo(new IdentificationResult.Anonymous());
        assertThat(of("Authorization: Basic YTpi")).isEqualTo(new IdentificationResult.Anonymous());
        assertThat(of("Authorization: Bearerish e.y.J")).isEqualTo(new IdentificationResult.Anonymous());
        assertThat(looked).isEmpty();
    }

    @Test
    void invalidCredentialsAreRejectedByKind() {
        assertThat(of("X-API-Key: mb_mallory"))
                .isEqualTo(new IdentificationResult.Refused(CredentialRefusal.BAD_CREDENTIALS));
        assertThat(of("X-API-Key: ")).isEqualTo(new IdentificationResult.Refused(CredentialRefusal.BAD_CREDENTIALS));
        assertThat(of("Authorization: Bearer x"))
                .isEqualTo(new IdentificationResult.Refused(CredentialRefusal.BAD_TOKEN));
        assertThat(of("Authorization: Bearer"))
                .isEqualTo(new IdentificationResult.Refused(CredentialRefusal.BAD_TOKEN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-API-Key: mb_alice|X-API-Key: mb_alice",
                "X-API-Key: mb_alice|X-API-Key: mb_mallory",
                "X-API-Key: mb_alice|Authorization: Bearer e.y.J",
                "Authorization: Bearer e.y.J|Authorization: Bearer e.y.J"
            })
    void twoCredentialsAreRejected(String headers) {
        assertThat(of(headers.split("\\|")))
                .isEqualTo(new IdentificationResult.Refused(CredentialRefusal.SEVERAL_CREDENTIALS));
        assertThat(looked).isEmpty();
    }

    @Test
    void credentialThatCannotBeCheckedIsNotReportedAsInvalid() {
        away = true;

        assertThat(of("X-API-Key: mb_alice"))
                .isEqualTo(new IdentificationResult.Refused(CredentialRefusal.UNAVAILABLE));
        assertThat(of("Authorization: Bearer e.y.J"))
                .isEqualTo(new IdentificationResult.Refused(CredentialRefusal.UNAVAILABLE));
    }

    @Test
    void requestIsCheckedOnce() {
        HttpServletRequest request = request("X-API-Key: mb_alice");

        assertThat(identification.of(request)).isSameAs(identification.of(request));

        assertThat(looked).hasSize(1);
    }

    @Test
    void keyIsRejectedOutsideOfItsNetworks() {
        assertThat(of("X-API-Key: mb_desk")).isEqualTo(new IdentificationResult.Identified(DESK));

        address = "203.0.113.7";

        assertThat(of("X-API-Key: mb_desk"))
                .isEqualTo(new IdentificationResult.Refused(CredentialRefusal.WRONG_NETWORK));
    }

    private IdentificationResult of(String... headers) {
        return identification.of(request(headers));
    }

    private HttpServletRequest request(String... headers) {
        Map<String, Object> attributes = new HashMap<>();
        return (HttpServletRequest) Proxy.newProxyInstance(
                HeaderIdentificationTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getRemoteAddr" -> address;
                    case "getAttribute" -> attributes.get(arguments[0]);
                    case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                    case "getHeaders" -> Collections.enumeration(values(headers, (String) arguments[0]));
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static List<String> values(String[] headers, String name) {
        List<String> values = new ArrayList<>();
        for (String header : headers) {
            if (header.startsWith(name + ": ")) {
                values.add(header.substring(name.length() + 2));
            }
        }
        return values;
    }
}
