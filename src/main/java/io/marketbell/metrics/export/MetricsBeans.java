package io.marketbell.metrics.export;

import io.marketbell.metrics.InProcessMetrics;
import io.marketbell.metrics.MetricsService;
import io.marketbell.metrics.Registry;
import io.marketbell.metrics.meter.RequestMeter;
import io.marketbell.thread.PeriodicTask;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Creates the CDI beans of this package and ends an interval every ten seconds. */
@ApplicationScoped
class MetricsBeans {
    private static final String DATA_SOURCE = "jdbc/marketbell";

    private final InstantSource clock = InstantSource.system();
    private final MicroProfileExport export;
    private final InProcessMetrics metrics;

    @Resource
    private ManagedScheduledExecutorService timer;

    private ScheduledFuture<?> ticking;

    /** Required for the container's client proxy. */
    protected MetricsBeans() {
        this.metrics = null;
        this.export = null;
    }

    @Inject
    MetricsBeans(MetricRegistry server) {
        this.metrics = new InProcessMetrics(clock, System::nanoTime, action -> timer.execute(action));
        this.export = new MicroProfileExport(metrics.registry(), server);
    }

    void start(@Observes Startup startup) {
        new ConnectionPool(DATA_SOURCE).watch(metrics);
        export.update();
        long interval = Registry.INTERVAL.toMillis();
        long first = interval - Math.floorMod(clock.millis(), interval);
        ticking = new PeriodicTask("metrics", this::tick).atFixedRate(timer, first, interval, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        metrics.tick();
        export.update();
    }

    @PreDestroy
    void stop() {
        if (ticking != null) {
            ticking.cancel(false);
        }
    }

    /** Produces the service for this application and for code deployed beside it. */
    @Produces
    @ApplicationScoped
    MetricsService metricsService() {
        return metrics;
    }

    @Produces
    @Singleton
    RequestMeter requestMeter() {
        return new RequestMeter(metrics, System::nanoTime);
    }
}
