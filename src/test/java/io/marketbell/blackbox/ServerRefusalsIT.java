package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.testkit.client.MarketbellClient;
import io.marketbell.testkit.client.RawHttp;
import io.marketbell.testkit.client.RawSocket;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.server.MarketbellServer;
import io.marketbell.testkit.server.ProductServer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Handshakes, frames and statuses that the server's container rejects in its own form unless the application prevents
 * it. HardeningIT has the malformed requests.
 */
@ProductServer(shared = true)
class ServerRefusalsIT {
    private static final String VALID_KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

    private final MarketbellServer server = MarketbellServer.shared();
    private final RawHttp http = RawHttp.plain(server.httpPort());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sec-WebSocket-Version: 12 | " + VALID_KEY + " | X-None: x | Sec-WebSocket-Version must be 13",
                "X-None: x | " + VALID_KEY + " | X-Other: x | Sec-WebSocket-Version must be 13",
                "Sec-WebSocket-Version: 13 | X-None: x | X-Other: x | Sec-WebSocket-Key must be",
                "Sec-WebSocket-Version: 13 | " + VALID_KEY
                        + " | Sec-WebSocket-Extensions: ;;,= | Sec-WebSocket-Extensions is malformed"
            })
    void aFaultyHandshakeIsAProblem(String version, String key, String other, String detail) {
        RawHttp.Answer answer = http.send(
                "GET", MarketbellClient.PATH, "Upgrade: websocket", "Connection: Upgrade", version, key, other);

        HardenedResponse.checkProblem(answer, 400);
        assertThat(answer.body()).contains(detail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", ";a=b", "%2F", "%73"})
    void theOriginCheckCannotBeBypassedByTheSpellingOfThePath(String suffix) {
        String path = suffix.equals("%73") ? "/ws/v1/notification%73" : MarketbellClient.PATH + suffix;
        try (RawSocket socket = RawSocket.upgrade(server.base(), path, "Origin: https://evil.example")) {
            assertThat(socket.status()).isEqualTo(404);
        }
    }

    @Test
    void aSubprotocolInOtherLettersIsNotEchoed() {
        try (RawSocket socket =
                RawSocket.upgrade(server.base(), MarketbellClient.PATH, "Sec-WebSocket-Protocol: MARKETBELL.V1")) {
            assertThat(socket.status()).isEqualTo(101);
            assertThat(socket.response()).doesNotContainIgnoringCase("Sec-WebSocket-Protocol");
        }
    }

    @Test
    void aPlainRequestIsAskedToUpgradeInThisConnection() {
        RawHttp.Answer answer = http.send("GET", MarketbellClient.PATH);

        assertThat(answer.status()).isEqualTo(426);
        assertThat(answer.one("Upgrade")).isEqualTo("websocket");
        // "Close" is the server's answer to the same of the request
        assertThat(answer.one("Connection").split(", ")).contains("Upgrade");
    }

    @Test
    void reasonPhrasesAreThoseOfTheStatus() {
        try (RawSocket socket = RawSocket.open(server.base())) {
            String request = "GET " + MarketbellClient.PATH + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
            socket.send(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.readHead()).startsWith("HTTP/1.1 426 Upgrade Required\r\n");
        }
    }

    static Stream<Named<byte[]>> invalidFrames() {
        byte[] text = "{\"method\":\"ping\"}".getBytes(StandardCharsets.US_ASCII);
        return Stream.of(
                Named.of("unmasked", RawSocket.frame(true, RawSocket.TEXT, text, false)),
                Named.of("reserved opcode", RawSocket.frame(true, 3, text, true)),
                Named.of("continuation of nothing", RawSocket.frame(true, RawSocket.CONTINUATION, text, true)),
                Named.of("fragmented ping", RawSocket.frame(false, RawSocket.PING, new byte[] {1}, true)),
                Named.of(
                        "close with an invalid code",
                        RawSocket.frame(
                                true,
                                RawSocket.CLOSE,
                                ByteBuffer.allocate(2).putShort((short) 1005).array(),
                                true)));
    }

    @ParameterizedTest
    @MethodSource("invalidFrames")
    void invalidFramesAreClosedWithAnEnglishTextWithoutClassNames(byte[] frame) {
        try (RawSocket socket = RawSocket.connect(server.base(), MarketbellServer.ALICE)) {
            socket.send(frame);

            RawSocket.RawFrame close = socket.read(Duration.ofSeconds(10));
            assertThat(close.opcode()).isEqualTo(RawSocket.CLOSE);
            assertThat(close.closeCode()).isEqualTo(1002);
            assertThat(close.text()).endsWith("invalid WebSocket frame").doesNotContain("io.marketbell");
        }
    }

    /**
     * Out of reach (docs/reference/close-codes.md): the container waits for a mask. The close frame follows when it has
     * received the four bytes that it takes for the mask.
     */
    @Test
    void aShortUnmaskedFrameIsDetectedWithTheNextFrame() {
        try (RawSocket socket = RawSocket.connect(server.base(), MarketbellServer.ALICE)) {
            byte[] ping = RawSocket.frame(true, RawSocket.PING, new byte[0], false);
            socket.send(ping).send(ping).send(ping);

            assertThat(socket.awaitCloseCode()).isEqualTo(1002);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/v1/me", "/nothing", "/health/live", "/metrics"})
    void theDeclaredLanguageIsEnglish(String path) {
        String language = RestClient.anonymous(server.base()).get(path).header("Content-Language");
        assertThat(language).isIn("en", null);
    }
}
