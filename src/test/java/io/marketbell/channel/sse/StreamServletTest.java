package io.marketbell.channel.sse;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.channel.ChannelSettings;
import io.marketbell.channel.NameLimits;
import io.marketbell.channel.websocket.ScriptedDeliveryHub;
import io.marketbell.channel.websocket.Trade;
import io.marketbell.identity.Authenticator;
import io.marketbell.identity.Caller;
import io.marketbell.identity.MarketbellPrincipal;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The start of an event stream, and the cases in which it is refused. */
class StreamServletTest {
    private static final ChannelSettings SETTINGS = new ChannelSettings(
            2,
            Duration.ofSeconds(15),
            ChannelSettings.AUTHENTICATION,
            3,
            2,
            10,
            Duration.ofMillis(100),
            List.of(),
            NameLimits.DEFAULT);

    private final ScriptedDeliveryHub hub = new ScriptedDeliveryHub(() -> Runnable::run);
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final AtomicInteger completed = new AtomicInteger();
    private boolean revoked;
    private RuntimeException listening;
    private int status;

    private final StreamServlet servlet = new StreamServlet(hub, SETTINGS, new Authenticator() {
        @Override
        public Optional<Caller> byApiKey(String apiKey) {
            return Optional.empty();
        }

        @Override
        public Optional<Caller> byToken(String token) {
            return Optional.empty();
        }

        @Override
        public boolean isRevoked(String credential) {
            return revoked && credential.equals(Trade.ALICE.credential());
        }
    });

    @Test
    void aStreamWithAValidCredentialStaysOpen() throws IOException {
        get(Trade.ALICE);

        assertThat(hub.only().closed.get()).isNull();
        assertThat(text()).contains("event: session", ": subscribed");
        assertThat(completed).hasValue(0);
    }

    @Test
    void aStreamWhoseKeyIsRevokedWhileItIsAdmittedIsClosed() throws IOException {
        revoked = true;

        get(Trade.ALICE);

        assertThat(hub.connections()).isZero();
        assertThat(completed).hasValue(1);
    }

    @Test
    void aStreamThatCannotBeAdmittedIsRefusedAndCompleted() throws IOException {
        get(Trade.BROKEN);

        assertThat(status).isEqualTo(503);
        assertThat(text()).doesNotContain("broken");
        assertThat(completed).hasValue(1);
    }

    @Test
    void aStreamThatEndsBeforeItsStartLeavesNoConnection() throws IOException {
        listening = new IllegalStateException("the request is complete already");

        get(Trade.ALICE);

        assertThat(hub.connections()).isZero();
    }

    private String text() {
        return body.toString(StandardCharsets.UTF_8);
    }

    private void get(Caller caller) throws IOException {
        AsyncContext async = fake(AsyncContext.class, (proxy, method, arguments) -> {
            if (method.getName().equals("addListener") && listening != null) {
                throw listening;
            }
            if (method.getName().equals("complete")) {
                completed.incrementAndGet();
            }
            return null;
        });
        Map<String, Object> asked = Map.of(
                "getUserPrincipal",
                new MarketbellPrincipal(caller),
                "getParameterMap",
                Map.of(),
                "getProtocol",
                "HTTP/1.1",
                "getRequestURI",
                StreamServlet.PATH,
                "getRemoteAddr",
                "203.0.113.7",
                "startAsync",
                async);
        HttpServletRequest request =
                fake(HttpServletRequest.class, (proxy, method, arguments) -> asked.get(method.getName()));
        HttpServletResponse response = fake(HttpServletResponse.class, (proxy, method, arguments) -> {
            if (method.getName().equals("setStatus")) {
                status = (Integer) arguments[0];
            }
            return method.getName().equals("getOutputStream") ? new Body() : null;
        });
        servlet.doGet(request, response);
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private final class Body extends ServletOutputStream {
        @Override
        public void write(int octet) {
            body.write(octet);
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
