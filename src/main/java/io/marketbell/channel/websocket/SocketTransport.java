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
 * The wire of a WebSocket. Sends block: that is the fastest way there is on this server, as long as somebody watches over
 * those that block for too long.
 */
final class SocketTransport implements Transport {
    /** A close frame may not say 1006; where we lose a connection that the peer still has, it learns of a fault of ours. */
    static final int INTERNAL_ERROR = 1011;

    private final Session session;
    private final AtomicBoolean closed = new AtomicBoolean();

    SocketTransport(Session session) {
        this.session = session;
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
                // there is nobody left to tell
            }
        }
    }

    @Override
    public boolean isAnswering() {
        return true;
    }

    /** The container returns from an interrupted send as if all were well, with half a frame written. */
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
