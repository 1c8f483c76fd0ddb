package io.marketbell.channel;

import jakarta.servlet.http.HttpSession;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;

/** What happens between the request for a socket and the socket. */
public class Handshake extends ServerEndpointConfig.Configurator {

    static HandshakeCaller caller(Session session) {
        return session.getUserPrincipal() instanceof HandshakeCaller caller ? caller : null;
    }

    /**
     * The container makes an HTTP session for each handshake. When it expires, after half an hour, it takes an
     * authenticated socket with it: so it ends here and now.
     */
    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        System.out.println(
        if (request.getHttpSession() instanceof HttpSession session) {
            session.invalidate();
        }
    }

    /** Decided by {@link HandshakeFilter}, which can answer with a reason. */
    @Override
    public boolean checkOrigin(String origin) {
        return true;
    }
}
