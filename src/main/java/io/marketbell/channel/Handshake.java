package io.marketbell.channel;

import io.marketbell.identity.Caller;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;

/** What happens between the request for a socket and the socket. */
final class Handshake extends ServerEndpointConfig.Configurator {

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
        return type.cast(
                new NotificationSocket(CDI.current().select(Channel.class).get()));
    }

    /** Decided by {@link HandshakeFilter}, which can answer with a reason. */
    @Override
    public boolean checkOrigin(String origin) {
        return true;
    }
}
