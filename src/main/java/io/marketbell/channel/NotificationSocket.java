package io.marketbell.channel;

import io.marketbell.delivery.CloseReason;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;

/** The WebSocket of notifications; the container makes one for each connection. */
@Dependent
@ServerEndpoint(
        value = NotificationSocket.PATH,
        subprotocols = NotificationSocket.SUBPROTOCOL,
        configurator = Handshake.class)
public class NotificationSocket {
    static final String PATH = "/ws/v1/notifications";
    static final String SUBPROTOCOL = "marketbell.v1";

    /** Of a frame with all its fragments, in bytes. */
    static final int LARGEST_FRAME = 64 * 1024;

    private static final Logger LOG = System.getLogger(NotificationSocket.class.getName());

    private final Channel channel;
    private final TextAssembly assembly = new TextAssembly(LARGEST_FRAME);
    private volatile Doorway doorway;

    /** The container demands it at deployment, and then uses the other. */
    public NotificationSocket() {
        this(null);
    }

    @Inject
    NotificationSocket(Channel channel) {
        this.channel = channel;
    }

    /** The container swallows what is thrown here, and would leave the socket open with nobody minding it. */
    @OnOpen
    public void open(Session session) {
        // Ours are the deadline and the pings; the container's own limit would end silent sockets with 1006.
        session.setMaxIdleTimeout(0);
        SocketTransport transport = new SocketTransport(session);
        try {
            doorway = channel.open(transport, Handshake.caller(session));
        } catch (RuntimeException failed) {
            LOG.log(Level.WARNING, "a socket could not be opened: {0}", failed.toString());
            transport.close(CloseReason.GONE);
        }
    }

    /** In parts, because the container would gather the fragments of a whole message without any bound. */
    @OnMessage(maxMessageSize = LARGEST_FRAME)
    public void text(String part, boolean last) {
        Doorway open = doorway;
        if (open == null) {
            return;
        }
        if (!assembly.add(part)) {
            assembly.take();
            open.close(CloseReason.TOO_BIG);
        } else if (last) {
            open.heard(assembly.take());
        }
    }

    @OnMessage(maxMessageSize = LARGEST_FRAME)
    public void binary(ByteBuffer part, boolean last) {
        Doorway open = doorway;
        if (open != null) {
            open.close(CloseReason.BINARY);
        }
    }

    @OnMessage
    public void pong(PongMessage pong) {
        Doorway open = doorway;
        if (open != null) {
            open.answered();
        }
    }

    /** What goes wrong on the wire is the peer's affair, and no news; what goes wrong in us is. */
    @OnError
    public void failed(Session session, Throwable failure) {
        if (failure instanceof RuntimeException) {
            LOG.log(Level.WARNING, "a frame could not be handled: {0}", failure.toString());
        } else {
            LOG.log(Level.DEBUG, "socket {0}: {1}", session.getId(), failure.toString());
        }
        closed();
    }

    @OnClose
    public void closed() {
        Doorway open = doorway;
        if (open != null) {
            open.close(CloseReason.GONE);
        }
    }
}
