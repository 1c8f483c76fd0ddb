package io.marketbell.channel.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.channel.ChannelSettings;
import io.marketbell.channel.FrameLimiter;
import io.marketbell.channel.NameLimits;
import io.marketbell.identity.Caller;
import io.marketbell.identity.MarketbellPrincipal;
import io.marketbell.testkit.delivery.RecordingTransport;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which handshakes reach the container; the container would upgrade every path that it maps to the socket. */
class HandshakeFilterTest {
    private static final String EVIL = "https://evil.example";

    private final ScriptedDeliveryHub hub = new ScriptedDeliveryHub(() -> Runnable::run);
    private final ChannelSettings settings = new ChannelSettings(
            2,
            Duration.ofSeconds(15),
            ChannelSettings.AUTHENTICATION,
            3,
            2,
            10,
            Duration.ofMillis(100),
            List.of(),
            NameLimits.DEFAULT);
    private final WebSocketChannel channel = new WebSocketChannel(
            hub,
            Trade.AUTHENTICATOR,
            settings,
            (kind, place, text) -> null,
            address -> (method, caller) -> FrameLimiter.Verdict.PASS,
            null);
    private final HandshakeFilter filter = new HandshakeFilter(settings, hub, channel);
    private final Handshake configurator = new Handshake();

    private final Map<String, String> headers = new HashMap<>(HandshakeHeadersTest.VALID);
    private String method = "GET";
    private int containerStatus;

    private int status;
    private boolean passed;
    private boolean upgraded;
    private List<String> seenExtensions;
    private final Map<String, String> responseHeaders = new HashMap<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ws/v1/notifications/",
                "/ws/v1//notifications",
                "//ws/v1/notifications",
                "/ws/v1/notifications;a=b",
                "/ws;x/v1/notifications",
                "/ws/v1/%6eotifications",
                "/ws/v1/notifications%2F",
                "/ws/v1/./notifications",
                "/%77s/v1/notifications",
                "/WS/v1/notifications"
            })
    void aWebSocketIsRefusedAtEverySpellingOfItsPathButOne(String path) throws Exception {
        ask(path, "websocket", EVIL, null);
        assertThat(status).isEqualTo(404);
        assertThat(passed).isFalse();

        ask(path, "h2c, WebSocket", null, Trade.ALICE);
        assertThat(status).isEqualTo(404);
    }

    @Test
    void otherRequestsPass() throws Exception {
        ask("/api/v1/notifications", null, EVIL, null);
        assertThat(passed).isTrue();
        assertThat(upgraded)
                .as("values that the container reads before it upgrades")
                .isFalse();

        ask("/", "h2c", null, null);
        assertThat(passed).isTrue();
        assertThat(upgraded).isFalse();

        ask("/api/v1/notifications", "websocket", null, Trade.ALICE);
        assertThat(passed).isTrue();
        assertThat(upgraded).isFalse();
    }

    @Test
    void onlyHandshakesAdmittedByTheFilterAreUpgraded() throws Exception {
        ask("/ws/v1/notifications", "WebSocket", "http://localhost:9080", Trade.ALICE);

        assertThat(upgraded).isTrue();
        assertThat(configurator.checkOrigin("http://localhost:9080"))
                .as("after the handshake, on the same thread")
                .isFalse();
    }

    @Test
    void foreignOriginsAreRefused() throws Exception {
        ask("/ws/v1/notifications", "websocket", EVIL, Trade.ALICE);

        assertThat(status).isEqualTo(403);
        assertThat(passed).isFalse();
    }

    @Test
    void unauthenticatedSocketsAreLimitedByAddressAndInTotal() throws Exception {
        open("203.0.113.7");
        open("203.0.113.7");
        ask("/ws/v1/notifications", "websocket", null, null);
        assertThat(status).isEqualTo(429);
        ask("/ws/v1/notifications", "websocket", null, Trade.ALICE);
        assertThat(upgraded).as("with a credential").isTrue();

        open("198.51.100.1");
        ask("/ws/v1/notifications", "websocket", null, null);
        assertThat(status).isEqualTo(503);
        assertThat(channel.unauthenticated().count()).isEqualTo(3);
        assertThat(channel.unauthenticated().refused()).isEqualTo(2);
    }

    @Test
    void aPlainRequestIsAskedToUpgrade() throws Exception {
        ask("/ws/v1/notifications", null, null, Trade.ALICE);

        assertThat(status).isEqualTo(426);
        assertThat(responseHeaders).containsEntry("Upgrade", "websocket").containsEntry("Connection", "Upgrade");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "HEAD", "OPTIONS", "FOO"})
    void otherMethodsAreNotAllowedAtTheSocket(String other) throws Exception {
        method = other;

        ask("/ws/v1/notifications", "websocket", null, Trade.ALICE);
        assertThat(status).isEqualTo(405);
        assertThat(responseHeaders).containsEntry("Allow", "GET");
        assertThat(passed).isFalse();

        ask("/ws/v1/notifications", null, null, Trade.ALICE);
        assertThat(status).isEqualTo(405);
    }

    @Test
    void aFaultyHandshakeIsAProblemThatNamesTheHeader() throws Exception {
        headers.put("Sec-WebSocket-Version", "12");
        ask("/ws/v1/notifications", "websocket", null, Trade.ALICE);

        assertThat(status).isEqualTo(400);
        assertThat(passed).isFalse();
        assertThat(responseHeaders)
                .containsEntry("Sec-WebSocket-Version", "13")
                .containsEntry("Content-Type", "application/problem+json");
        assertThat(body.toString(StandardCharsets.UTF_8)).contains("Sec-WebSocket-Version must be 13");

        ask("/ws/v1/notifications", "websocket", EVIL, Trade.ALICE);
        assertThat(status).as("a page of another origin learns nothing else").isEqualTo(403);
    }

    @Test
    void aHandshakeThatOnlyTheContainerRejectsIsAProblem() throws Exception {
        containerStatus = 400;

        ask("/ws/v1/notifications", "websocket", null, Trade.ALICE);

        assertThat(passed).isTrue();
        assertThat(responseHeaders).containsEntry("Content-Type", "application/problem+json");
    }

    @Test
    void extensionsAreHiddenFromTheContainer() throws Exception {
        headers.put("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits");

        ask("/ws/v1/notifications", "websocket", null, Trade.ALICE);

        assertThat(upgraded).isTrue();
        assertThat(seenExtensions).isEmpty();
    }

    @Test
    void aSubprotocolIsSelectedOnlyInTheSameLetters() {
        List<String> supported = List.of(NotificationSocket.SUBPROTOCOL);

        assertThat(configurator.getNegotiatedSubprotocol(supported, List.of("MARKETBELL.V1")))
                .isEmpty();
        assertThat(configurator.getNegotiatedSubprotocol(supported, List.of("other", "marketbell.v1")))
                .isEqualTo("marketbell.v1");
        assertThat(configurator.getNegotiatedSubprotocol(supported, List.of())).isEmpty();
    }

    private void open(String address) {
        UnauthenticatedSocket socket = channel.socket(new RecordingTransport(), address);
        socket.occupy(channel.unauthenticated().enter(address));
    }

    private void ask(String uri, String upgrade, String origin, Caller caller) throws IOException, ServletException {
        status = 0;
        passed = false;
        upgraded = false;
        responseHeaders.clear();
        body.reset();
        Principal principal = caller == null ? null : new MarketbellPrincipal(caller);
        Map<String, Object> request = new HashMap<>();
        request.put("getMethod", method);
        request.put("getProtocol", "HTTP/1.1");
        request.put("getRequestURI", uri);
        request.put("getContextPath", "");
        request.put("getServletPath", URLDecoder.decode(uri.replaceAll(";[^/]*", ""), StandardCharsets.UTF_8));
        request.put("getScheme", "http");
        request.put("getServerName", "localhost");
        request.put("getServerPort", 9080);
        request.put("getRemoteAddr", "203.0.113.7");
        request.put("getUserPrincipal", principal);
        headers.put("Upgrade", upgrade);
        headers.put("Origin", origin);
        InvocationHandler asked = (proxy, called, arguments) -> called.getName().equals("getHeaders")
                ? Collections.enumeration(header(headers.get(arguments[0])))
                : request.get(called.getName());
        InvocationHandler answered = (proxy, called, arguments) -> {
            switch (called.getName()) {
                case "setStatus" -> status = (Integer) arguments[0];
                case "setHeader" -> responseHeaders.put((String) arguments[0], (String) arguments[1]);
                case "setContentType" -> responseHeaders.put("Content-Type", (String) arguments[0]);
                case "getOutputStream" -> {
                    return new Recording(body);
                }
                case "getStatus" -> {
                    return status;
                }
                case "isCommitted" -> {
                    return false;
                }
                default -> {
                    // not relevant for the filter
                }
            }
            return null;
        };
        FilterChain container = (arriving, response) -> {
            passed = true;
            upgraded = configurator.checkOrigin(origin);
            seenExtensions = Collections.list(((HttpServletRequest) arriving).getHeaders(HandshakeHeaders.EXTENSIONS));
            if (containerStatus > 0) {
                ((HttpServletResponse) response).setStatus(containerStatus);
            }
        };
        filter.doFilter(fake(HttpServletRequest.class, asked), fake(HttpServletResponse.class, answered), container);
    }

    private static List<String> header(String value) {
        return value == null ? new ArrayList<>() : List.of(value);
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static final class Recording extends ServletOutputStream {
        private final ByteArrayOutputStream bytes;

        Recording(ByteArrayOutputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public void write(int octet) {
            bytes.write(octet);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
