package io.marketbell.channel.websocket;

import io.marketbell.delivery.DisconnectReason;
import io.marketbell.json.JsonText;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;

/**
 * The WebSocket endpoint for notifications; one instance for each connection.
 *
 * <p>Registered programmatically with a handler of partial messages, because of the size limits before authentication:
 * an annotated handler of whole messages buffers an unlimited number of fragments, and one of partial messages accepts
 * single frames of any size. With this combination the container rejects a frame by the size in its header, and this
 * class limits the total size of the fragments.
 */
final class NotificationSocket extends Endpoint {
    static final String PATH = "/ws/v1/notifications";
    static final String SUBPROTOCOL = "marketbell.v1";

    /** Maximum size of a frame including all its fragments, in bytes. */
    static final int LARGEST_FRAME = 64 * 1024;

    /** Maximum size before authentication, in bytes; tokens of large organizations take several KiB. */
    static final int LARGEST_UNAUTHENTICATED_FRAME = 16 * 1024;

    private static final Logger LOG = System.getLogger(NotificationSocket.class.getName());

    private final WebSocketChannel channel;
    private final TextMessageAssembler assembly = new TextMessageAssembler();
    private volatile UnauthenticatedSocket socket;
    private volatile int limit = LARGEST_UNAUTHENTICATED_FRAME;

    NotificationSocket(WebSocketChannel channel) {
        this.channel = channel;
    }

    /** Exceptions are caught here: the container ignores them and would leave the socket open without supervision. */
    @Override
    public void onOpen(Session session, EndpointConfig config) {
        SocketTransport transport = new SocketTransport(session, channel.closing());
        try {
            // The authentication deadline and the pings replace the container's idle timeout, which would close silent
            // sockets with 1006.
            session.setMaxIdleTimeout(0);
            session.setMaxTextMessageBufferSize(limit);
            session.setMaxBinaryMessageBufferSize(limit);
            HandshakeCaller handshake = HandshakeCaller.of(session);
            socket = channel.socket(transport, handshake.address());
            session.addMessageHandler(String.class, (part, last) -> text(session, part, last));
            session.addMessageHandler(ByteBuffer.class, (part, last) -> socket.close(DisconnectReason.BINARY));
            session.addMessageHandler(PongMessage.class, pong -> socket.answered());
            channel.open(socket, handshake.caller(), handshake.address());
            raiseLimit(session);
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

    /** The container reads the next frame after this method has returned, so a changed limit applies to that frame. */
    private void text(Session session, String part, boolean last) {
        int bytes = JsonText.utf8Length(part);
        if (!socket.arrived(bytes)) {
            return;
        }
        if (!assembly.add(part, bytes, limit)) {
            assembly.take();
            socket.close(DisconnectReason.TOO_BIG);
        } else if (last) {
            onText(assembly.take());
            raiseLimit(session);
        }
    }

    private void raiseLimit(Session session) {
        if (limit != LARGEST_FRAME && socket.isOpen()) {
            limit = LARGEST_FRAME;
            session.setMaxTextMessageBufferSize(LARGEST_FRAME);
            session.setMaxBinaryMessageBufferSize(LARGEST_FRAME);
        }
    }

    /** Exceptions are caught here, because the container would write a dump for an exception of a handler. */
    private void onText(String text) {
        try {
            socket.onMessage(text);
        } catch (RuntimeException | Error failed) {
            LOG.log(Level.WARNING, "a frame could not be handled: {0}", failed.toString());
            socket.close(DisconnectReason.GONE);
        }
    }

    /** Network errors are caused by the client's side and are logged only at debug level. */
    @Override
    public void onError(Session session, Throwable failure) {
        LOG.log(Level.DEBUG, "socket {0}: {1}", session.getId(), failure.toString());
        disconnected();
    }

    @Override
    public void onClose(Session session, jakarta.websocket.CloseReason reason) {
        ContainerCloseReason.replaceText(reason);
        disconnected();
    }

    private void disconnected() {
        UnauthenticatedSocket open = socket;
        if (open != null) {
            open.disconnected();
        }
    }
}
