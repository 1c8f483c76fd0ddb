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
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
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
            address -> (method, caller) -> FrameLimiter.Verdict.PASS);
    private final HandshakeFilter filter = new HandshakeFilter(settings, hub, channel);
    private final Handshake configurator = new Handshake();

    private int status;
    private boolean passed;
    private boolean upgraded;

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

    private void open(String address) {
        UnauthenticatedSocket socket = channel.socket(new RecordingTransport(), address);
        socket.occupy(channel.unauthenticated().enter(address));
    }

    private void ask(String uri, String upgrade, String origin, Caller caller) throws IOException, ServletException {
        status = 0;
        passed = false;
        upgraded = false;
        Principal principal = caller == null ? null : new MarketbellPrincipal(caller);
        Map<String, Object> request = new java.util.HashMap<>();
        request.put("getRequestURI", uri);
        request.put("getContextPath", "");
        request.put("getServletPath", URLDecoder.decode(uri.replaceAll(";[^/]*", ""), StandardCharsets.UTF_8));
        request.put("getScheme", "http");
        request.put("getServerName", "localhost");
        request.put("getServerPort", 9080);
        request.put("getRemoteAddr", "203.0.113.7");
        request.put("getUserPrincipal", principal);
        InvocationHandler asked = (proxy, method, arguments) -> method.getName().equals("getHeaders")
                ? Collections.enumeration(header(arguments[0].equals("Upgrade") ? upgrade : origin))
                : request.get(method.getName());
        InvocationHandler answered = (proxy, method, arguments) -> {
            if (method.getName().equals("setStatus")) {
                status = (Integer) arguments[0];
            }
            return method.getName().equals("getOutputStream") ? new Nowhere() : null;
        };
        FilterChain container = (arriving, response) -> {
            passed = true;
            upgraded = configurator.checkOrigin(origin);
        };
        filter.doFilter(fake(HttpServletRequest.class, asked), fake(HttpServletResponse.class, answered), container);
    }

    private static List<String> header(String value) {
        return value == null ? new ArrayList<>() : List.of(value);
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static final class Nowhere extends ServletOutputStream {
        @Override
        public void write(int octet) {
            // discards the output
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
