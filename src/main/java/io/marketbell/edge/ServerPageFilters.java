package io.marketbell.edge;

import io.marketbell.edge.limit.EarlyCharge;
import io.marketbell.edge.limit.PageLimit;
import io.marketbell.edge.limit.PageLimitFilter;
import io.marketbell.edge.server.ServerRefusals;
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
 * filters of web.xml do not cover, and problems to the server's own refusals. The server calls it for each of them:
 * server-config/includes/page-filters.xml.
 */
public final class ServerPageFilters implements ServletContainerInitializer {
    /** Only the application itself has this filter, from web.xml. */
    private static final String OURS = "hosts";

    /** Probes use a pod's address without TLS, and the page contains nothing confidential. */
    private static final String HEALTH = "/health";

    private static final String METRICS = "/metrics";

    /** One limit for all pages: the server calls {@link #onStartup} for each of them, maybe at the same time. */
    private static PageLimit limit;

    private static synchronized PageLimit limit(EdgeSettings settings) {
        if (limit == null) {
            limit = new PageLimit(settings.pageLimit(), System::nanoTime);
            limit.publish();
        }
        return limit;
    }

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) {
        if (context.getFilterRegistration(OURS) != null) {
            return;
        }
        ServerRefusals.install(context.getClass());
        if (!context.getContextPath().equals(HEALTH)) {
            EdgeSettings settings = new EdgeSettings(ConfigProvider.getConfig());
            PageLimit limit = limit(settings);
            // The order of web.xml, for the same reasons. The limit needs the client's address and charges everything.
            add(context, "marketbell-forwarded", new ForwardedFilter(settings, limit));
            add(context, "marketbell-limits", new PageLimitFilter(limit));
            add(context, "marketbell-hosts", new HostsFilter(settings, EarlyCharge.NONE));
            add(context, "marketbell-https", new HttpsFilter(settings, EarlyCharge.NONE));
            add(context, "marketbell-cors", new CorsFilter(settings, EarlyCharge.NONE));
            if (context.getContextPath().equals(METRICS)) {
                settings.metricsAccount()
                        .ifPresent(
                                account -> add(context, "marketbell-metrics-access", new MetricsAccessFilter(account)));
            }
        }
        add(context, "marketbell-server-pages", new ServerPageResponseFilter());
    }

    private static void add(ServletContext context, String name, Filter filter) {
        FilterRegistration.Dynamic registration = context.addFilter(name, filter);
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    }
}
