package io.marketbell.monitoring;

import io.marketbell.delivery.Readers;
import io.marketbell.health.Health;
import io.marketbell.metrics.MetricsService;
import io.marketbell.metrics.ResourceTemplates;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Makes the room's beans. */
@ApplicationScoped
class MonitoringBeans {
    private static final String NODE = "marketbell.monitoring.node";
    private static final String READERS = "marketbell.monitoring.stream.readers";
    private static final int MOST_READERS = 32;

    @Produces
    @Singleton
    Pages pages(MetricsService metrics, Health health, Readers readers, ResourceTemplates templates, Config config) {
        String node = NodeName.of(
                config.getOptionalValue(NODE, String.class), Optional.ofNullable(System.getenv("HOSTNAME")));
        return new Pages(new Moments(metrics, health, readers, templates.routes()), InstantSource.system(), node);
    }

    @Produces
    @Singleton
    Streams streams(Pages pages, Config config) {
        int most = config.getOptionalValue(READERS, Integer.class).orElse(MOST_READERS);
        return new Streams(pages, InstantSource.system(), most);
    }
}
