package io.marketbell.channel.websocket;

import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerApplicationConfig;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Set;

/** Registers the socket with the container. Annotated endpoints found by the container remain registered. */
public class SocketRegistration implements ServerApplicationConfig {

    @Override
    public Set<ServerEndpointConfig> getEndpointConfigs(Set<Class<? extends Endpoint>> found) {
        return Set.of(ServerEndpointConfig.Builder.create(NotificationSocket.class, NotificationSocket.PATH)
                .subprotocols(List.of(NotificationSocket.SUBPROTOCOL))
                .configurator(new Handshake())
                .build());
    }

    @Override
    public Set<Class<?>> getAnnotatedEndpointClasses(Set<Class<?>> found) {
        return found;
    }
}
