package io.marketbell.channel.websocket;

import jakarta.websocket.CloseReason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Open Liberty's connection of a WebSocket session, by reflection: Jakarta WebSocket has no means to disconnect a
 * session whose closing handshake does not end, and to find out that it has not ended (ADR 25).
 */
record ContainerConnection(Object link) {
    private static final Logger LOG = System.getLogger(ContainerConnection.class.getName());
    private static final AtomicBoolean REPORTED = new AtomicBoolean();

    /**
     * Returns the connection of a Jakarta WebSocket session, or null if the session is not one of a known version of Open
     * Liberty.
     */
    static ContainerConnection of(Object session) {
        try {
            Object implementation =
                    session.getClass().getMethod("getSessionImpl").invoke(session);
            Field link = implementation.getClass().getDeclaredField("connLink");
            link.setAccessible(true);
            return new ContainerConnection(link.get(implementation));
        } catch (ReflectiveOperationException | RuntimeException unknown) {
            if (REPORTED.compareAndSet(false, true)) {
                LOG.log(
                        Level.WARNING,
                        "the WebSocket sessions of this server have an unknown class, {0}: sockets of clients that"
                                + " disconnect while the server closes them may stay open until the server stops",
                        session.getClass().getName());
            }
            return null;
        }
    }

    /**
     * Returns whether the server has closed the session and does not wait for the client's close frame with a timeout.
     * If the client has already disconnected, nothing else ends the connection.
     */
    boolean isClosingWithoutTimeout() {
        return isClosing() && "NOT_SET".equals(state("getCloseFrameState"));
    }

    boolean isClosing() {
        return "LOCAL_CLOSING".equals(state("getLinkStatus"));
    }

    /** Closes the TCP connection without a close frame. */
    void disconnect() {
        try {
            Method close =
                    link.getClass().getMethod("closeUsingSession", CloseReason.class, boolean.class, boolean.class);
            close.invoke(link, null, false, true);
        } catch (ReflectiveOperationException failed) {
            throw new IllegalStateException("a socket could not be disconnected", failed);
        }
    }

    private String state(String method) {
        try {
            return String.valueOf(link.getClass().getMethod(method).invoke(link));
        } catch (ReflectiveOperationException failed) {
            throw new IllegalStateException("the state of a socket could not be read", failed);
        }
    }
}
