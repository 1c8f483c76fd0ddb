package io.marketbell.edge;

import io.marketbell.edge.forwarded.ProxyTrust;
import io.marketbell.http.address.AllowedOrigins;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Adds the edge filters to the server's own pages (/metrics, /openapi), which are separate web applications that the
 * filters of web.xml do not cover. The server calls it for each of them: server-config/includes/doors.xml.
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
            EdgeSettings settings = settings(ConfigProvider.getConfig());
            // The order of web.xml, for the same reasons.
            add(context, "marketbell-forwarded", new ForwardedFilter(settings));
            add(context, "marketbell-hosts", new HostsFilter(settings));
            add(context, "marketbell-https", new HttpsFilter(settings));
            add(context, "marketbell-cors", new CorsFilter(settings));
        }
        add(context, "marketbell-server-pages", new ServerPageResponseFilter());
    }

    /** No injection here: the server loads these classes, not the application. */
    private static EdgeSettings settings(Config config) {
        return new EdgeSettings(
                config.getOptionalValues(ProxyTrust.SETTING, String.class),
                config.getOptionalValues(TrustedHosts.SETTING, String.class)
                        .orElse(List.of(TrustedHosts.DEFAULT.split(","))),
                config.getOptionalValue(HttpsRule.SETTING, Boolean.class).orElse(true),
                config.getOptionalValue(HttpsRule.PORT_SETTING, Integer.class),
                config.getOptionalValue(HttpsRule.OWN_PORT, Integer.class).orElse(443),
                config.getOptionalValues(AllowedOrigins.SETTING, String.class),
                config.getOptionalValue(Cors.PREFLIGHT_SETTING, Long.class).orElse(Cors.PREFLIGHT_SECONDS));
    }

    private static void add(ServletContext context, String name, Filter filter) {
        FilterRegistration.Dynamic registration = context.addFilter(name, filter);
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    }
}
