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
 * Puts the doors before the server's own pages (/metrics, /openapi), which are web applications beside ours that the
 * filters of web.xml do not see. The server calls it for each of them: server-config/includes/doors.xml.
 */
public final class ServerPageFilters implements ServletContainerInitializer {
    /** Only the application itself has this filter of web.xml. */
    private static final String OURS = "hosts";

    /** Probes ask for it by a pod's address and without TLS, and there is nothing to protect. */
    private static final String HEALTH = "/health";

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) {
        if (context.getFilterRegistration(OURS) != null) {
            return;
        }
        if (!context.getContextPath().equals(HEALTH)) {
            EdgeSettings settings = settings(ConfigProvider.getConfig());
            // The same order as in web.xml, for the same reasons.
            add(context, "marketbell-forwarded", new ForwardedFilter(settings));
            add(context, "marketbell-hosts", new HostsFilter(settings));
            add(context, "marketbell-https", new HttpsFilter(settings));
            add(context, "marketbell-cors", new CorsFilter(settings));
        }
        add(context, "marketbell-server-pages", new ServerPageResponseFilter());
    }

    /** There is no injection here: these classes are the server's then, not the application's. */
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
