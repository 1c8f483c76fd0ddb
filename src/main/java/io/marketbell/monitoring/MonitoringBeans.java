package io.marketbell.monitoring;

import io.marketbell.delivery.Readers;
import io.marketbell.health.Health;
import io.marketbell.metrics.MetricsService;
import io.marketbell.metrics.RouteTag;
import io.marketbell.routes.Routes;
import io.marketbell.thread.GuardedTask;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Creates the CDI beans of this package. */
@ApplicationScoped
class MonitoringBeans {
    private static final String NODE = "marketbell.monitoring.node";
    private static final String READERS = "marketbell.monitoring.stream.readers";
    private static final String MOST_READERS = "32";

    /** A separate pool, because its threads are interrupted. */
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "monitoring-stream");
        thread.setDaemon(true);
        return thread;
    });

    @PreDestroy
    void stop() {
        threads.shutdown();
    }

    @Produces
    @Singleton
    Pages pages(
            MetricsService metrics,
            Health health,
            Readers readers,
            Routes routes,
            @ConfigProperty(name = NODE) Optional<String> configured) {
        String node = NodeName.of(configured, Optional.ofNullable(System.getenv("HOSTNAME")));
        return new Pages(new Moments(metrics, health, readers, RouteTag.all(routes)), InstantSource.system(), node);
    }

    @Produces
    @Singleton
    Replies replies(Pages pages) {
        return new Replies(pages, InstantSource.system());
    }

    @Produces
    @Singleton
    Streams streams(Pages pages, @ConfigProperty(name = READERS, defaultValue = MOST_READERS) int most) {
        return new Streams(pages, InstantSource.system(), GuardedTask.executor("monitoring stream", threads), most);
    }
}
