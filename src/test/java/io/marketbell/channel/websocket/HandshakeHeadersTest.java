package io.marketbell.channel.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.http.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeHeadersTest {
    /** The header fields of a valid handshake. */
    static final Map<String, String> VALID = Map.of(
            "Upgrade", "websocket",
            "Connection", "Upgrade",
            "Sec-WebSocket-Version", "13",
            "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");

    private final Map<String, List<String>> headers = new HashMap<>();
    private String protocol = "HTTP/1.1";

    HandshakeHeadersTest() {
        VALID.forEach((name, value) -> headers.put(name, List.of(value)));
    }

    @Test
    void aValidHandshakeHasNoFault() {
        assertThat(fault()).isEmpty();

        headers.put("Upgrade", List.of("WebSocket"));
        headers.put("Connection", List.of("keep-alive", "TE, upgrade"));
        headers.put(
                "Sec-WebSocket-Extensions",
                List.of("permessage-deflate; client_max_window_bits, x;a=\"1,;\\\"\"", "y"));
        assertThat(fault()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Upgrade | h2c, websocket",
                "Connection | keep-alive",
                "Connection | upgraded",
                "Sec-WebSocket-Version | 12",
                "Sec-WebSocket-Version | 013",
                "Sec-WebSocket-Version | 13, 13",
                "Sec-WebSocket-Version | ''",
                "Sec-WebSocket-Key | ''",
                "Sec-WebSocket-Key | c2hvcnQ=",
                "Sec-WebSocket-Key | not base64!",
                "Sec-WebSocket-Extensions | ;;,=",
                "Sec-WebSocket-Extensions | ''"
            })
    void aFaultNamesItsHeader(String name, String value) {
        headers.put(name, List.of(value));
        assertThat(fault()).hasValueSatisfying(problem -> {
            assertThat(problem.status()).isEqualTo(400);
            assertThat(problem.detail()).contains(name);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upgrade", "Connection", "Sec-WebSocket-Version", "Sec-WebSocket-Key"})
    void missingHeadersAreFaults(String name) {
        headers.remove(name);
        assertThat(fault()).map(Problem::detail).get().asString().contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upgrade", "Sec-WebSocket-Version", "Sec-WebSocket-Key"})
    void repeatedHeadersAreFaults(String name) {
        headers.put(name, List.of(VALID.get(name), VALID.get(name)));
        assertThat(fault()).map(Problem::detail).get().asString().contains(name);
    }

    @Test
    void anUnsupportedVersionIsAnsweredWithTheSupportedOne() {
        headers.put("Sec-WebSocket-Version", List.of("8"));
        assertThat(fault()).map(Problem::headers).contains(Map.of("Sec-WebSocket-Version", List.of("13")));
    }

    @Test
    void httpOneDotZeroCannotUpgrade() {
        protocol = "HTTP/1.0";
        assertThat(fault()).map(Problem::detail).contains("a handshake requires HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a;b", "a ; b = c , d", "a;b=\"x\\\"y\"", "a;b=\"\"", "a,b,c;d;e=f"})
    void validExtensionLists(String list) {
        assertThat(ExtensionList.isValid(list)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ",", ";", "a;", "a,", "a;b=", "a;b=\"x", "a;b=\"x\\", "a;=b", "a b", "ä", "a;b=c=d", "\"a\""
            })
    void invalidExtensionLists(String list) {
        assertThat(ExtensionList.isValid(list)).isFalse();
    }

    private Optional<Problem> fault() {
        return new HandshakeHeaders((HttpServletRequest) Proxy.newProxyInstance(
                        HttpServletRequest.class.getClassLoader(),
                        new Class<?>[] {HttpServletRequest.class},
                        (proxy, method, arguments) -> method.getName().equals("getHeaders")
                                ? Collections.enumeration(headers.getOrDefault(arguments[0], List.of()))
                                : protocol))
                .fault();
    }
}
