package io.marketbell.channel.websocket;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.List;

/** The steps between the request for a socket and the open socket. */
final class Handshake extends ServerEndpointConfig.Configurator {
    private static final ThreadLocal<Boolean> ADMITTED = new ThreadLocal<>();

    /**
     * Creates the endpoint without CDI: a dependent bean obtained by lookup is never released, so one would accumulate
     * for each socket.
     */
    @Override
    public <T> T getEndpointInstance(Class<T> type) {
        return type.cast(new NotificationSocket(
                CDI.current().select(WebSocketChannel.class).get()));
    }

    /**
     * Selects a subprotocol in exactly the letters that the client sent: the container's own selection ignores case and
     * responds with the server's letters, and browsers then fail the connection.
     */
    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
        return supported.stream().filter(requested::contains).findFirst().orElse("");
    }

    /** Runs the rest of a handshake that the filter has admitted. The container upgrades on the same thread. */
    static void admit(FilterChain chain, ServletRequest request, ServletResponse response)
            throws IOException, ServletException {
        ADMITTED.set(true);
        try {
            chain.doFilter(request, response);
        } finally {
            ADMITTED.remove();
        }
    }

    /**
     * The origin itself is checked by {@link HandshakeFilter}, which can respond with a reason. This method verifies
     * that the filter has run: the container matches paths to sockets by its own rules and calls this method before
     * every upgrade. A handshake that did not pass the filter gets a 403.
     */
    @Override
    public boolean checkOrigin(String origin) {
        return ADMITTED.get() != null;
    }
}
