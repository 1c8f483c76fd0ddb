package io.marketbell.http.route;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Path;
import java.util.ArrayList;
import java.util.List;

/** The routes of this application's resources, servlets and WebSocket endpoints. */
@ApplicationScoped
class ResourceRoutes {
    private static final String API = "/api/v1";

    @Produces
    @Singleton
    Routes routes(BeanManager beans) {
        List<Route> routes = new ArrayList<>();
        routes.add(new Route("GET", API + "/notifications/stream"));
        routes.add(new Route("GET", API + "/monitoring/stream"));
        routes.add(new Route("GET", "/ws/v1/notifications"));
        for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            if (bean.getBeanClass().isAnnotationPresent(Path.class)) {
                routes.addAll(ResourceReader.read(bean.getBeanClass(), API));
            }
        }
        return new Routes(routes);
    }
}
