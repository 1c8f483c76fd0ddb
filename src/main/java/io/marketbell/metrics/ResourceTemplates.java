package io.marketbell.metrics;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;

/** The paths that the application's resources are annotated with, and those of what is no resource. */
@Dependent
public class ResourceTemplates {
    private static final String API = "/api/v1";

    private final BeanManager beans;

    @Inject
    ResourceTemplates(BeanManager beans) {
        this.beans = beans;
    }

    /** All values that the tag {@code route} can have. */
    public Set<String> routes() {
        Set<String> routes = new TreeSet<>(Set.of(Routes.STATIC, Routes.UNMATCHED, Metric.OTHER));
        all().forEach(template -> routes.add(Routes.plain(template)));
        return routes;
    }

    Set<String> all() {
        Set<String> templates = new TreeSet<>(
                Set.of(API + "/notifications/stream", API + "/monitoring/stream", "/ws/v1/notifications"));
        for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            Path resource = bean.getBeanClass().getAnnotation(Path.class);
            if (resource != null) {
                String base = API + segment(resource);
                templates.add(base);
                for (Method method : bean.getBeanClass().getMethods()) {
                    templates.add(base + segment(method.getAnnotation(Path.class)));
                }
            }
        }
        return templates;
    }

    private static String segment(Path path) {
        if (path == null || path.value().isEmpty() || path.value().equals("/")) {
            return "";
        }
        return path.value().startsWith("/") ? path.value() : '/' + path.value();
    }
}
