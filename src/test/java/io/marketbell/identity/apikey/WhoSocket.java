package io.marketbell.identity.apikey;

import io.marketbell.identity.MarketbellPrincipal;
import io.marketbell.identity.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;

/** Returns the caller of the handshake. */
@ApplicationScoped
@ServerEndpoint(value = "/ws/v1/who", configurator = WhoSocket.Handshake.class)
public class WhoSocket {

    /** Stores the caller of the handshake. */
    public static class Handshake extends ServerEndpointConfig.Configurator {
        @Override
        public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
            String who = request.getUserPrincipal() instanceof MarketbellPrincipal principal
                    ? principal.getClass().getSimpleName() + " " + principal + " "
                            + principal.caller().roles() + " " + request.isUserInRole(Role.TRADER_NAME)
                    : request.getUserPrincipal() == null ? "nobody" : "stranger";
            config.getUserProperties().put("who", who);
        }
    }

    @OnOpen
    public void open(Session session, EndpointConfig config) throws IOException {
        session.getBasicRemote().sendText((String) config.getUserProperties().get("who"));
    }
}
