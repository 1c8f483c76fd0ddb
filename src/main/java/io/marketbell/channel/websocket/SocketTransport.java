package io.marketbell.channel.websocket;

import io.marketbell.channel.FrameEncoder;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.Transport;
import jakarta.websocket.CloseReason.CloseCode;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The transport of a WebSocket. Sends are blocking: this is the fastest method on this server, provided that sends that
 * block too long are interrupted.
 */
final class SocketTransport implements Transport {
    /**
     * A close frame must not contain 1006. If the server drops a connection that the client still has, the client
     * receives an internal error.
     */
    static final int INTERNAL_ERROR = 1011;

    private final Session session;
    private final ClosingSockets closing;
    private final AtomicBoolean closed = new AtomicBoolean();

    SocketTransport(Session session, ClosingSockets closing) {
        this.session = session;
        this.closing = closing;
    }

    @Override
    public void send(Frame frame) throws IOException {
        session.getBasicRemote().sendText(FrameEncoder.of(frame));
        demandUninterrupted();
    }

    @Override
    public void ping() throws IOException {
        session.getBasicRemote().sendPing(ByteBuffer.allocate(0));
        demandUninterrupted();
    }

    @Override
    public void close(DisconnectReason reason) {
        if (closed.compareAndSet(false, true)) {
            try {
                session.close(new jakarta.websocket.CloseReason(code(reason), reason.phrase()));
            } catch (IOException | RuntimeException alreadyGone) {
                // the client is already disconnected
            }
            closing.closed(ContainerConnection.of(session));
        }
    }

    @Override
    public boolean isAnswering() {
        return true;
    }

    /** The container returns normally from an interrupted send, although it has written only a part of the frame. */
    private static void demandUninterrupted() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while sending");
        }
    }

    private static CloseCode code(DisconnectReason reason) {
        int code = reason == DisconnectReason.GONE ? INTERNAL_ERROR : reason.code();
        return () -> code;
    }
}
