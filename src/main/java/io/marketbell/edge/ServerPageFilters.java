package io.marketbell.edge;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Adds the edge filters to the server's own pages (/metrics, /openapi), which are separate web applications that the
 * filters of web.xml do not cover. The server calls it for each of them: server-config/includes/page-filters.xml.
 */
public final class ServerPageFilters implements ServletContainerInitializer {
    /** Only the application itself has this filter, from web.xml. */
    private static final String OURS = "hosts";

    /** Probes use a pod's address without TLS, and the page contains nothing confidential. */
    private static final String HEALTH = "/health";

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) {
        if (context.getFilterRegistration(OURS) != null) {
            return;
        }
        if (!context.getContextPath().equals(HEALTH)) {
            EdgeSettings settings = new EdgeSettings(ConfigProvider.getConfig());
            // The order of web.xml, for the same reasons.
            add(context, "marketbell-forwarded", new ForwardedFilter(settings));
            add(context, "marketbell-hosts", new HostsFilter(settings));
            add(context, "marketbell-https", new HttpsFilter(settings));
            add(context, "marketbell-cors", new CorsFilter(settings));
        }
        add(context, "marketbell-server-pages", new ServerPageResponseFilter());
    }

    private static void add(ServletContext context, String name, Filter filter) {
        FilterRegistration.Dynamic registration = context.addFilter(name, filter);
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    }
}
