package io.marketbell.channel;

import io.marketbell.delivery.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;

/**
 * The WebSocket of notifications; there is one for each connection.
 *
 * <p>Programmatic, and with handlers of parts, for the sake of its bounds: an annotated handler of whole messages lets
 * fragments pile up, one of parts lets a single frame have any size; both before anybody has authenticated. This way the
 * container refuses a frame by its header, and we refuse what its fragments come to.
 */
final class NotificationSocket extends Endpoint {
    static final String PATH = "/ws/v1/notifications";
    static final String SUBPROTOCOL = "marketbell.v1";

    /** Of a frame with all its fragments, in bytes. */
    static final int LARGEST_FRAME = 64 * 1024;

    private static final Logger LOG = System.getLogger(NotificationSocket.class.getName());

    private final Channel channel;
    private final TextAssembly assembly = new TextAssembly(LARGEST_FRAME);
    private volatile Doorway doorway;

    NotificationSocket(Channel channel) {
        this.channel = channel;
    }

    /** The container swallows what is thrown here, and would leave the socket open with nobody minding it. */
    @Override
    public void onOpen(Session session, EndpointConfig config) {
        SocketTransport transport = new SocketTransport(session);
        try {
            // Ours are the deadline and the pings; the container's own limit would end silent sockets with 1006.
            session.setMaxIdleTimeout(0);
            session.setMaxTextMessageBufferSize(LARGEST_FRAME);
            session.setMaxBinaryMessageBufferSize(LARGEST_FRAME);
            doorway = channel.doorway(transport, Handshake.address(session));
            session.addMessageHandler(String.class, this::text);
            session.addMessageHandler(ByteBuffer.class, (part, last) -> doorway.close(CloseReason.BINARY));
            session.addMessageHandler(PongMessage.class, pong -> doorway.answered());
            channel.open(doorway, Handshake.caller(session));
        } catch (RuntimeException failed) {
            LOG.log(Level.WARNING, "a socket could not be opened: {0}", failed.toString());
            transport.close(CloseReason.GONE);
        }
    }

    private void text(String part, boolean last) {
        if (!assembly.add(part)) {
            assembly.take();
            doorway.close(CloseReason.TOO_BIG);
        } else if (last) {
            hear(assembly.take());
        }
    }

    /** Caught here, because the container would write a dump for what it finds thrown by a handler. */
    private void hear(String text) {
        try {
            doorway.heard(text);
        } catch (RuntimeException failed) {
            LOG.log(Level.WARNING, "a frame could not be handled: {0}", failed.toString());
            doorway.close(CloseReason.GONE);
        }
    }

    /** What goes wrong on the wire is the peer's affair, and no news. */
    @Override
    public void onError(Session session, Throwable failure) {
        LOG.log(Level.DEBUG, "socket {0}: {1}", session.getId(), failure.toString());
        gone();
    }

    @Override
    public void onClose(Session session, jakarta.websocket.CloseReason reason) {
        gone();
    }

    private void gone() {
        Doorway open = doorway;
        if (open != null) {
            open.close(CloseReason.GONE);
        }
    }
}
