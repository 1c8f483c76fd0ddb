package io.marketbell.channel.websocket;

import io.marketbell.identity.Caller;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.ServletException;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;

/** What happens between the request for a socket and the socket. */
final class Handshake extends ServerEndpointConfig.Configurator {
    private static final ThreadLocal<Boolean> ADMITTED = new ThreadLocal<>();

    /** Whom the handshake has shown, or null. */
    static Caller caller(Session session) {
        return session.getUserPrincipal() instanceof HandshakeCaller handshake ? handshake.caller() : null;
    }

    /** The client's, or null where it is not known. */
    static String address(Session session) {
        return session.getUserPrincipal() instanceof HandshakeCaller handshake ? handshake.address() : null;
    }

    /** Made by hand: a dependent bean that is looked up is never given back, one for every socket there ever was. */
    @Override
    public <T> T getEndpointInstance(Class<T> type) {
        return type.cast(new NotificationSocket(
                CDI.current().select(WebSocketChannel.class).get()));
    }

    /** Runs the rest of a handshake that the filter has admitted; the container upgrades on the same thread. */
    static void admitted(Upgrade upgrade) throws IOException, ServletException {
        ADMITTED.set(true);
        try {
            upgrade.run();
        } finally {
            ADMITTED.remove();
        }
    }

    /** What the container does with an admitted handshake. */
    interface Upgrade {
        void run() throws IOException, ServletException;
    }

    /**
     * The origin is checked by {@link HandshakeFilter}, which can answer with a reason. This makes sure that it did: the
     * container matches paths to sockets by rules of its own, and asks here before it upgrades anything. What did not
     * pass the filter gets a 403.
     */
    @Override
    public boolean checkOrigin(String origin) {
        return ADMITTED.get() != null;
    }
}
