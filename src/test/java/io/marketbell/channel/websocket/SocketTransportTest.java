package io.marketbell.channel.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SocketTransportTest {
    private final List<String> wire = new ArrayList<>();
    private boolean disconnected;
    private final SocketTransport transport = new SocketTransport(session(), new ClosingSockets(() -> 0));

    @AfterEach
    void clearTheInterrupt() {
        Thread.interrupted();
    }

    @Test
    void closesOnceWithItsReason() {
        transport.close(DisconnectReason.TOO_SLOW);
        transport.close(DisconnectReason.SHUTTING_DOWN);

        assertThat(wire).containsExactly("close 4002 too slow: reconnect with resume_after");
    }

    @Test
    void closeCodeThatMayNotBeSentBecomesAnInternalError() {
        transport.close(DisconnectReason.GONE);

        assertThat(wire).containsExactly("close 1011 connection lost");
    }

    @Test
    void closingADisconnectedSocketIsNoError() {
        disconnected = true;

        assertThatCode(() -> transport.close(DisconnectReason.TOO_SLOW)).doesNotThrowAnyException();
    }

    @Test
    void interruptedSendCountsAsFailed() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> transport.send(new Frame.Reply("half"))).isInstanceOf(InterruptedIOException.class);
        assertThatThrownBy(transport::ping).isInstanceOf(InterruptedIOException.class);
    }

    @Test
    void framesAndPingsAreSent() throws IOException {
        transport.send(new Frame.Reply("hello"));
        transport.ping();

        assertThat(wire).containsExactly("hello", "ping");
        assertThat(transport.isAnswering()).isTrue();
    }

    private Session session() {
        RemoteEndpoint.Basic remote = (RemoteEndpoint.Basic) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {RemoteEndpoint.Basic.class},
                (proxy, method, arguments) -> {
                    wire.add(method.getName().equals("sendPing") ? "ping" : (String) arguments[0]);
                    return null;
                });
        return (Session) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getBasicRemote")) {
                        return remote;
                    }
                    if (disconnected) {
                        throw new IllegalStateException("the session is closed");
                    }
                    jakarta.websocket.CloseReason reason = (jakarta.websocket.CloseReason) arguments[0];
                    wire.add("close " + reason.getCloseCode().getCode() + " " + reason.getReasonPhrase());
                    return null;
                });
    }
}
