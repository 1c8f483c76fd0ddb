package io.marketbell.http.route;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Reads the routes of resource classes from their annotations. A method with a path but without an HTTP method
 * annotation is a sub-resource locator; its return type is the sub-resource class.
 */
final class ResourceReader {
    private final Set<Route> routes = new LinkedHashSet<>();

    /** Classes on the current path, because a sub-resource may refer back to one of them. */
    private final Deque<Class<?>> way = new ArrayDeque<>();

    /** @param base base path of the application's resources */
    static Set<Route> read(Class<?> resource, String base) {
        ResourceReader reader = new ResourceReader();
        reader.follow(resource, base + path(resource.getAnnotation(Path.class)));
        return reader.routes;
    }

    private void follow(Class<?> resource, String base) {
        if (way.contains(resource)) {
            return;
        }
        way.push(resource);
        for (Method method : resource.getMethods()) {
            Path path = method.getAnnotation(Path.class);
            boolean answers = false;
            for (Annotation annotation : method.getAnnotations()) {
                HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
                if (verb != null) {
                    answers = true;
                    routes.add(new Route(verb.value(), base + path(path)));
                }
            }
            if (path != null && !answers) {
                follow(method.getReturnType(), base + path(path));
            }
        }
        way.pop();
    }

    /** Normalizes the path: one leading slash and no trailing slash. */
    private static String path(Path given) {
        if (given == null || given.value().isEmpty() || given.value().equals("/")) {
            return "";
        }
        String path = given.value().startsWith("/") ? given.value() : '/' + given.value();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
