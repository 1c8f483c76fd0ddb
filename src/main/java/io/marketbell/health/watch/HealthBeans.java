package io.marketbell.health.watch;

import io.marketbell.health.Health;
import io.marketbell.health.HealthLevel;
import io.marketbell.health.HealthState;
import io.marketbell.health.RuntimeStatus;
import io.marketbell.health.probe.HealthProbes;
import io.marketbell.metrics.MetricsService;
import io.marketbell.thread.PeriodicTask;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;

/** Creates the CDI beans of this package and evaluates health periodically. */
@ApplicationScoped
class HealthBeans {
    private static final System.Logger LOG = System.getLogger(HealthBeans.class.getName());

    /**
     * Delay after the metrics snapshot, which is created every full ten seconds, so that each snapshot is evaluated
     * promptly.
     */
    private static final Duration AFTER_SNAPSHOT = Duration.ofSeconds(1);

    private final InstantSource clock = InstantSource.system();
    private final HealthSettings settings;
    private final RuntimeStatus status;
    private final HealthMonitor monitor;
    private final HealthProbes probes;

    @Resource
    private ManagedScheduledExecutorService timer;

    private ScheduledFuture<?> ticking;

    /** Required for the container's client proxy. */
    protected HealthBeans() {
        this.status = null;
        this.settings = null;
        this.monitor = null;
        this.probes = null;
    }

    @Inject
    HealthBeans(MetricsService metrics, RuntimeStatus status, Config config) {
        this.status = status;
        this.settings = HealthSettings.of(config);
        this.monitor = new HealthMonitor(metrics, status, settings, clock);
        this.probes = new HealthProbes(monitor, status, settings.stuckAfter(), Deadlocks.ofThisProcess());
    }

    /** Starts after all other packages. */
    void start(@Observes @Priority(Interceptor.Priority.APPLICATION + 900) Startup startup) {
        long every = settings.ticks().every().toMillis();
        long after = AFTER_SNAPSHOT.toMillis() % every;
        long first = every - Math.floorMod(clock.millis() - after, every);
        ticking = new PeriodicTask("health", this::tick).atFixedRate(timer, first, every, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        // Reading the threads replaces those that have ended, even if no orchestrator calls the health checks.
        status.threads();
        status.isJournalWritten();
        HealthLevel before = monitor.state().level();
        monitor.tick();
        logChange(before, monitor.state());
    }

    private static void logChange(HealthLevel before, HealthState now) {
        if (now.level() != before) {
            List<String> reasons = now.findings().stream()
                    .filter(finding -> finding.level() != HealthLevel.HEALTHY)
                    .map(finding -> finding.name() + " " + finding.value())
                    .toList();
            LOG.log(
                    now.level() == HealthLevel.HEALTHY ? System.Logger.Level.INFO : System.Logger.Level.WARNING,
                    "health level changed from {0} to {1} {2}",
                    before.word(),
                    now.level().word(),
                    reasons);
        }
    }

    @PreDestroy
    void stop() {
        if (ticking != null) {
            ticking.cancel(false);
        }
    }

    @Produces
    @ApplicationScoped
    Health health() {
        return monitor;
    }

    @Produces
    @Singleton
    HealthProbes probes() {
        return probes;
    }
}
