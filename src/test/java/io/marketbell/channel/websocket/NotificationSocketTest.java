package io.marketbell.channel.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.channel.ChannelSettings;
import io.marketbell.channel.FrameLimiter;
import io.marketbell.channel.NameLimits;
import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A failure while a socket is opened; the container ignores it. */
class NotificationSocketTest {
    private final ScriptedDeliveryHub hub = new ScriptedDeliveryHub(() -> Runnable::run);
    private final WebSocketChannel channel = new WebSocketChannel(
            hub,
            Trade.AUTHENTICATOR,
            new ChannelSettings(
                    2,
                    Duration.ofSeconds(15),
                    ChannelSettings.AUTHENTICATION,
                    3,
                    2,
                    10,
                    Duration.ofMillis(100),
                    List.of(),
                    NameLimits.DEFAULT),
            (kind, place, text) -> null,
            address -> (method, caller) -> FrameLimiter.Verdict.PASS,
            null);
    private final AtomicInteger sizes = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    /** The size limit is set once before the connection is admitted, and once afterwards. */
    private final Session session = (Session) Proxy.newProxyInstance(
            Session.class.getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> {
                if (method.getName().equals("setMaxTextMessageBufferSize") && sizes.incrementAndGet() == 2) {
                    throw new IllegalStateException("the session is closed");
                }
                if (method.getName().equals("close")) {
                    closed.incrementAndGet();
                }
                return method.getName().equals("getUserPrincipal")
                        ? new HandshakeCaller(Trade.ALICE, "203.0.113.7")
                        : null;
            });

    @Test
    void aFailureWhileOpeningASocketLeavesNoConnection() {
        new NotificationSocket(channel).onOpen(session, null);

        assertThat(sizes).hasValue(2);
        assertThat(hub.connections()).isZero();
        assertThat(closed).hasValue(1);
    }
}
