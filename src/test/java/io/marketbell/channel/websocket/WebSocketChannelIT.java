package io.marketbell.channel.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.testkit.client.RawSocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The channel on the real server, with a scripted delivery that sends the events its clients request. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class WebSocketChannelIT {
    private static final String ALICE = "X-API-Key: mb_alice";

    @ArquillianResource
    private URL base;

    @Deployment(testable = false)
    static WebArchive archive() {
        return ChannelArchive.create();
    }

    @Test
    void handshakeHeaderAdmitsAndSubprotocolIsEchoed() {
        try (RawSocket alice = channel().socket(ALICE, "Sec-WebSocket-Protocol: chat, marketbell.v1")) {
            assertThat(alice.status()).isEqualTo(101);
            assertThat(alice.response()).contains("Sec-WebSocket-Protocol: marketbell.v1");

            alice.sendText("{\"method\":\"subscribe\",\"params\":{\"instruments\":[\"AAPL\"]},\"req_id\":2}");

            assertThat(alice.next()).startsWith("{\"method\":\"subscribe\",\"req_id\":2,\"success\":true");
            assertThat(alice.next())
                    .startsWith("{\"channel\":\"notifications\",\"seq\":1,\"data\":[{")
                    .contains("\"offset\":816");
        }
    }

    @Test
    void handshakeCreatesNoHttpSession() {
        try (RawSocket alice = channel().socket(ALICE)) {
            assertThat(alice.response()).doesNotContainIgnoringCase("Set-Cookie");
        }
    }

    @Test
    void authFrameAdmitsABrowser() {
        try (RawSocket alice = channel().socket("Origin: https://app.example.com")) {
            alice.sendText("{\"method\":\"auth\",\"params\":{\"api_key\":\"mb_alice\"},\"req_id\":1}");

            assertThat(alice.next()).contains("\"success\":true", "\"user\":\"alice\"", "\"epoch\":\"e7\"");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Origin: https://evil.example|403",
                "Origin: null|403",
                "X-API-Key: mb_wrong|401",
                "X-API-Key: mb_feed|403",
                "Authorization: Bearer eyJhbGciOiJub25lIn0|401"
            })
    void handshakeIsRefusedWithAProblem(String header, int status) {
        try (RawSocket refused = channel().socket(header)) {
            assertThat(refused.status()).isEqualTo(status);
            assertThat(refused.response()).contains("application/problem+json", "\"status\":" + status);
        }
    }

    @Test
    void aFullNodeRefusesClientsBeforeTheyAreConnected() throws Exception {
        List<RawSocket> clients = new ArrayList<>();
        try {
            RawSocket latest = channel().socket(ALICE);
            clients.add(latest);
            // a connection counts as soon as the server has opened it, shortly after its handshake
            while (latest.status() == 101 && clients.size() <= 2 * 12) {
                latest = channel().socket(ALICE);
                clients.add(latest);
            }
            assertThat(latest.status()).isEqualTo(503);
            assertThat(latest.response()).contains("application/problem+json", "Retry-After: 5");
            assertThat(channel()
                            .get("/api/v1/notifications/stream", "X-API-Key", "mb_alice")
                            .statusCode())
                    .isEqualTo(503);
        } finally {
            for (RawSocket client : clients) {
                client.close();
            }
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            try (RawSocket again = channel().socket(ALICE)) {
                return again.status() == 101;
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ws/v1/notifications/",
                "ws/v1/notifications//",
                "ws/v1//notifications",
                "ws/v1/./notifications",
                "ws/v1/notifications;a=b",
                "ws;a=b/v1/notifications",
                "ws/v1/%6eotifications",
                "ws/v1/notifications%2F",
                "ws/v1/notifications?a=b",
                "WS/v1/notifications"
            })
    void noSpellingOfThePathOpensASocketToAForeignPage(String path) {
        try (RawSocket page = channel().socketAt(path, ALICE, "Origin: https://evil.example")) {
            assertThat(page.status()).isBetween(400, 404);
        }
    }

    @Test
    void aSlashAtTheEndIsAnotherPath() {
        try (RawSocket alice = channel().socketAt("ws/v1/notifications/", ALICE)) {
            assertThat(alice.status()).isEqualTo(404);
            assertThat(alice.response()).contains("application/problem+json");
        }
    }

    @Test
    void framesAreSmallerUntilTheSocketHasAuthenticated() {
        byte[] large = new byte[17 << 10];
        assertClosed("X-Nobody: yet", "close 1009", socket -> socket.sendFrame(true, RawSocket.TEXT, large));
        assertClosed("X-Nobody: yet", "close 1009", socket -> {
            socket.sendFrame(false, RawSocket.TEXT, new byte[9 << 10]);
            socket.sendFrame(true, RawSocket.CONTINUATION, new byte[9 << 10]);
        });
        assertClosed(ALICE, "close 4102", socket -> socket.sendFrame(true, RawSocket.TEXT, large));

        String head = "{\"method\":\"ping\",\"req_id\":\"";
        try (RawSocket alice = channel().socket()) {
            alice.sendText("{\"method\":\"auth\",\"params\":{\"api_key\":\"mb_alice\"}}");
            alice.sendText(head + "x".repeat(NotificationSocket.LARGEST_FRAME - head.length() - 2) + "\"}");

            assertThat(alice.next()).contains("\"user\":\"alice\"");
            assertThat(alice.next()).endsWith("\"success\":true}");
        }
    }

    @Test
    void ownOriginIsAllowed() {
        try (RawSocket page = channel().socket("Origin: http://" + base.getHost() + ":" + base.getPort())) {
            assertThat(page.status()).isEqualTo(101);
        }
    }

    @Test
    void plainRequestGetsUpgradeRequired() throws Exception {
        assertThat(channel()
                        .get("/ws/v1/notifications", "X-API-Key", "mb_alice")
                        .statusCode())
                .isEqualTo(426);
    }

    @Test
    void silentSocketIsClosedAfterTheDeadline() {
        try (RawSocket silent = channel().socket()) {
            assertThat(silent.next()).isEqualTo("close 4103");
        }
    }

    @Test
    void wrongKeyInAFrameIsReportedAndClosed() {
        try (RawSocket unauthenticated = channel().socket()) {
            unauthenticated.sendText("{\"method\":\"auth\",\"params\":{\"api_key\":\"mb_wrong\"}}");

            assertThat(unauthenticated.next()).contains("\"code\":401");
            assertThat(unauthenticated.next()).isEqualTo("close 4100");
        }
    }

    @Test
    void userWithTooManyConnectionsIsClosed() {
        try (RawSocket crowded = channel().socket("X-API-Key: mb_crowded")) {
            assertThat(crowded.next()).isEqualTo("close 4104");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nonsense|close 4102",
                "[]|close 4102",
                "{\"method\":\"dance\"}|close 4102",
                "{\"method\":\"ping\",\"method\":\"ping\"}|close 4102",
                "{\"method\":\"ping\"|close 4102",
                "{\"method\":\"ping\"} {}|close 4102"
            })
    void brokenFrameIsClosed(String frame, String outcome) {
        try (RawSocket alice = channel().socket(ALICE)) {
            alice.sendText(frame);

            assertThat(alice.next()).isEqualTo(outcome);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ALICE, "X-Nobody: yet"})
    void oversizedFramesAreClosedBeforeAndAfterAuthentication(String header) {
        assertClosed(header, "close 1003", socket -> socket.sendFrame(true, RawSocket.BINARY, new byte[] {1}));
        assertClosed(header, "close 1007", socket -> socket.sendFrame(true, RawSocket.TEXT, new byte[] {(byte) 0xFF}));
        assertClosed(
                header, "close 1007", socket -> socket.sendFrame(true, RawSocket.TEXT, new byte[] {'a', (byte) 0xC3}));
        assertClosed(header, "close 1009", socket -> socket.sendFrame(true, RawSocket.TEXT, new byte[66_560]));
        assertClosed(header, "close 1009", socket -> socket.sendFrame(true, RawSocket.TEXT, new byte[9], 1L << 30));
        int most = header.equals(ALICE)
                ? NotificationSocket.LARGEST_FRAME
                : NotificationSocket.LARGEST_UNAUTHENTICATED_FRAME;
        assertClosed(header, "close 1009", socket -> manyFragments(socket, most));
    }

    private interface Misdeed {
        void by(RawSocket socket);
    }

    private void assertClosed(String header, String outcome, Misdeed misdeed) {
        try (RawSocket socket = channel().socket(header)) {
            misdeed.by(socket);
            assertThat(socket.next()).isEqualTo(outcome);
        }
    }

    /** The last fragment is the first to exceed the limit. */
    private static void manyFragments(RawSocket socket, int most) {
        byte[] part = "x".repeat(1_000).getBytes(StandardCharsets.UTF_8);
        socket.sendFrame(false, RawSocket.TEXT, part);
        for (int i = 0; i < most / 1_000; i++) {
            socket.sendFrame(false, RawSocket.CONTINUATION, part);
        }
    }

    @Test
    void largestFrameIsAccepted() {
        String head = "{\"method\":\"ping\",\"req_id\":\"";
        String frame = head + "x".repeat(NotificationSocket.LARGEST_FRAME - head.length() - 2) + "\"}";

        try (RawSocket alice = channel().socket(ALICE)) {
            alice.sendText(frame);

            assertThat(alice.next()).endsWith("\"success\":true}");
        }
    }

    @Test
    void fragmentsAreJoinedAndControlFramesMayOccurBetweenThem() {
        try (RawSocket alice = channel().socket(ALICE)) {
            alice.sendFrame(false, RawSocket.TEXT, "{\"method\":".getBytes(StandardCharsets.UTF_8));
            alice.sendFrame(true, RawSocket.PING, new byte[0]);
            alice.sendFrame(true, RawSocket.CONTINUATION, "\"ping\"}".getBytes(StandardCharsets.UTF_8));

            assertThat(alice.next()).isEqualTo("pong");
            assertThat(alice.next()).isEqualTo("{\"method\":\"ping\",\"success\":true}");
        }
    }

    @Test
    void serverPingsAndReceivesThePong() throws Exception {
        try (RawSocket alice = channel().socket(ALICE)) {
            String id = ChannelClient.session(alice);
            alice.sendText("{\"method\":\"subscribe\",\"params\":{\"brokers\":[\"ping\"]}}");
            alice.next();
            assertThat(alice.next()).isEqualTo("ping");
            int before = channel().state(id)[1];

            alice.sendFrame(true, RawSocket.PONG, new byte[0]);

            await().untilAsserted(() -> assertThat(channel().state(id)[1]).isEqualTo(before + 1));
        }
    }

    @Test
    void shutdownIsSentBeforeTheClose() {
        try (RawSocket alice = channel().socket(ALICE)) {
            alice.sendText("{\"method\":\"subscribe\",\"params\":{\"brokers\":[\"shutdown\"]}}");
            alice.next();

            assertThat(alice.next()).contains("\"event\":\"shutdown\"");
            assertThat(alice.next()).isEqualTo("close 1001");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void connectionEndsWhenTheClientDisconnects(boolean withCloseFrame) throws Exception {
        RawSocket alice = channel().socket(ALICE);
        String id = ChannelClient.session(alice);
        if (withCloseFrame) {
            alice.sendFrame(true, RawSocket.CLOSE, new byte[] {3, (byte) 0xE8});
        }
        alice.close();

        await().untilAsserted(() -> assertThat(
                        channel().get("/cut-off?ask=1&connection=" + id).statusCode())
                .isEqualTo(404));
    }

    /**
     * The supervisor of the writers relies on this: interrupts release the writer, and the close that follows does not
     * block.
     */
    @Test
    void writerOfAStalledSocketIsReleasedImmediately() throws Exception {
        try (RawSocket stalled = channel().socket(ALICE)) {
            String id = ChannelClient.session(stalled);
            stalled.sendText(
                    "{\"method\":\"subscribe\",\"params\":{\"brokers\":[\"flood\"],\"instruments\":[\"AAPL\"]}}");

            assertCutOffIsQuick(id);
        }
    }

    @Test
    void writerOfAStalledStreamIsReleasedImmediatelyAndTheStreamEnds() throws Exception {
        HttpURLConnection stalled = channel().streaming("brokers=flood&instruments=AAPL", "mb_alice");
        try (InputStream stream = stalled.getInputStream()) {
            BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8), 512);
            lines.readLine();
            String id = lines.readLine().split("\"")[3];

            assertCutOffIsQuick(id);

            assertThat(drain(stream)).isTrue();
        } finally {
            stalled.disconnect();
        }
    }

    private static boolean drain(InputStream stream) {
        try {
            stream.skip(Long.MAX_VALUE);
            return true;
        } catch (IOException endedInTheMiddle) {
            return !(endedInTheMiddle instanceof java.net.SocketTimeoutException);
        }
    }

    private void assertCutOffIsQuick(String id) throws Exception {
        int[] last = {-1};
        await().pollInterval(Duration.ofMillis(500))
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    int before = last[0];
                    last[0] = channel().state(id)[0];
                    return last[0] > 0 && last[0] == before;
                });

        String[] millis = channel().get("/cut-off?connection=" + id).body().split(" ");

        assertThat(Integer.parseInt(millis[0])).as("to free the writer").isLessThan(1_000);
        assertThat(Integer.parseInt(millis[1])).as("to close").isLessThan(1_000);
    }

    @Test
    void streamSendsNotificationsAndStatusAndEnds() throws Exception {
        HttpResponse<String> stream = channel()
                .get(
                        "/api/v1/notifications/stream?types=ORDER_FILLED&instruments=AAPL,MSFT&brokers=status&brokers=shutdown",
                        "X-API-Key",
                        "mb_alice");

        assertThat(stream.statusCode()).isEqualTo(200);
        assertThat(stream.headers().map())
                .containsEntry("content-type", List.of("text/event-stream; charset=UTF-8"))
                .containsEntry("cache-control", List.of("no-store"))
                .containsEntry("x-accel-buffering", List.of("no"));
        List<String> events = List.of(stream.body().split("\n\n"));
        assertThat(events.get(0)).startsWith("event: session\ndata: {\"session\":\"c");
        assertThat(events.stream()
                        .filter(event -> !event.startsWith(":"))
                        .skip(1)
                        .collect(Collectors.toList()))
                .satisfiesExactly(
                        fill -> assertThat(fill)
                                .startsWith("id: 816\nevent: notification\ndata: {")
                                .contains("AAPL"),
                        fill -> assertThat(fill)
                                .startsWith("id: 816\nevent: notification\ndata: {")
                                .contains("MSFT"),
                        gap -> assertThat(gap)
                                .startsWith("event: status\ndata: {")
                                .contains("\"event\":\"gap\""),
                        end -> assertThat(end).startsWith("retry: 1500\nevent: status\ndata: {"));
    }

    @Test
    void idleStreamSendsItsHeadersImmediately() throws Exception {
        CompletableFuture<HttpResponse<InputStream>> stream = HttpClient.newHttpClient()
                .sendAsync(
                        channel().request("/api/v1/notifications/stream", "X-API-Key", "mb_alice"),
                        BodyHandlers.ofInputStream());

        assertThat(stream)
                .succeedsWithin(Duration.ofSeconds(10))
                .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(200));
        stream.join().body().close();
    }

    @ParameterizedTest
    @CsvSource({
        "types=ORDER_FILED, mb_alice, 400, did you mean ORDER_FILLED?",
        "resume_after=-1, mb_alice, 400, resume_after must be a non-negative integer",
        "snapshot=%zz, mb_alice, 400, invalid percent escapes",
        "'', mb_wrong, 401, credentials are not valid",
        "'', mb_feed, 403, role trader",
        "'', mb_crowded, 429, too many connections"
    })
    void streamIsRefusedWithAProblem(String query, String key, int status, String detail) throws Exception {
        try (RawSocket answer = channel().stream(query, "X-API-Key: " + key)) {
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.response()).contains("application/problem+json", "\"status\":" + status, detail);
        }
    }

    private ChannelClient channel() {
        return new ChannelClient(base);
    }
}
