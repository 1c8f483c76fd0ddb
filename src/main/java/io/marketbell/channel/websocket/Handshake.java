package io.marketbell.channel.websocket;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;

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
