package io.marketbell.ratelimit;

import io.marketbell.ratelimit.Endpoints.Route;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/** The routes of this application's resources, as their annotations say, and of what is no resource. */
@Dependent
class ResourceRoutes {
    private static final String API = "/api/v1";

    private final BeanManager beans;

    @Inject
    ResourceRoutes(BeanManager beans) {
        this.beans = beans;
    }

    List<Route> all() {
        List<Route> routes = new ArrayList<>();
        routes.add(new Route("GET", API + "/notifications/stream"));
        routes.add(new Route("GET", API + "/monitoring/stream"));
        routes.add(new Route("GET", "/ws/v1/notifications"));
        for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            Path resource = bean.getBeanClass().getAnnotation(Path.class);
            if (resource != null) {
                addMethods(bean.getBeanClass(), API + path(resource), routes);
            }
        }
        return routes;
    }

    private static void addMethods(Class<?> resource, String base, List<Route> routes) {
        for (Method method : resource.getMethods()) {
            for (Annotation annotation : method.getAnnotations()) {
                HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
                if (verb != null) {
                    routes.add(new Route(verb.value(), base + path(method.getAnnotation(Path.class))));
                }
            }
        }
    }

    private static String path(Path given) {
        if (given == null || given.value().isEmpty() || given.value().equals("/")) {
            return "";
        }
        return given.value().startsWith("/") ? given.value() : '/' + given.value();
    }
}
