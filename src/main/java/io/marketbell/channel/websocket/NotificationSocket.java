package io.marketbell.channel.websocket;

import io.marketbell.delivery.DisconnectReason;
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

    /** The same as long as nobody has authenticated; tokens of large enterprises take several KiB. */
    static final int LARGEST_UNAUTHENTICATED_FRAME = 16 * 1024;

    private static final Logger LOG = System.getLogger(NotificationSocket.class.getName());

    private final WebSocketChannel channel;
    private final TextMessageAssembler assembly = new TextMessageAssembler();
    private volatile UnauthenticatedSocket socket;
    private volatile int limit = LARGEST_UNAUTHENTICATED_FRAME;

    NotificationSocket(WebSocketChannel channel) {
        this.channel = channel;
    }

    /** The container swallows what is thrown here, and would leave the socket open with nobody minding it. */
    @Override
    public void onOpen(Session session, EndpointConfig config) {
        SocketTransport transport = new SocketTransport(session);
        try {
            // Ours are the deadline and the pings; the container's own limit would end silent sockets with 1006.
            session.setMaxIdleTimeout(0);
            session.setMaxTextMessageBufferSize(limit);
            session.setMaxBinaryMessageBufferSize(limit);
            String address = Handshake.address(session);
            socket = channel.socket(transport, address);
            session.addMessageHandler(String.class, (part, last) -> text(session, part, last));
            session.addMessageHandler(ByteBuffer.class, (part, last) -> socket.close(DisconnectReason.BINARY));
            session.addMessageHandler(PongMessage.class, pong -> socket.answered());
            channel.open(socket, Handshake.caller(session), address);
            widen(session);
        } catch (RuntimeException | Error failed) {
            LOG.log(Level.WARNING, "a socket could not be opened: {0}", failed.toString());
            UnauthenticatedSocket open = socket;
            if (open == null) {
                transport.close(DisconnectReason.GONE);
            } else {
                open.close(DisconnectReason.GONE);
            }
        }
    }

    /** The container reads the next frame when this has returned, so a new limit is in force for it. */
    private void text(Session session, String part, boolean last) {
        int bytes = TextMessageAssembler.utf8Length(part);
        if (!socket.arrived(bytes)) {
            return;
        }
        if (!assembly.add(part, bytes, limit)) {
            assembly.take();
            socket.close(DisconnectReason.TOO_BIG);
        } else if (last) {
            onText(assembly.take());
            widen(session);
        }
    }

    private void widen(Session session) {
        if (limit != LARGEST_FRAME && socket.isOpen()) {
            limit = LARGEST_FRAME;
            session.setMaxTextMessageBufferSize(LARGEST_FRAME);
            session.setMaxBinaryMessageBufferSize(LARGEST_FRAME);
        }
    }

    /** Caught here, because the container would write a dump for what it finds thrown by a handler. */
    private void onText(String text) {
        try {
            socket.onMessage(text);
        } catch (RuntimeException | Error failed) {
            LOG.log(Level.WARNING, "a frame could not be handled: {0}", failed.toString());
            socket.close(DisconnectReason.GONE);
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
        UnauthenticatedSocket open = socket;
        if (open != null) {
            open.gone();
        }
    }
}
