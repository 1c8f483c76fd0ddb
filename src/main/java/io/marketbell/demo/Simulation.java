package io.marketbell.demo;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.marketbell.cluster.ClusterMode;
import io.marketbell.cluster.ClusterSettings;
import io.marketbell.database.Database;
import io.marketbell.database.job.JobLease;
import io.marketbell.publish.NotificationService;
import io.marketbell.publish.Publication;
import io.marketbell.thread.PeriodicTask;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ScheduledFuture;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Runs the demo market four times a second if it is enabled, and never in production. */
@ApplicationScoped
class Simulation {

    private static final System.Logger LOG = System.getLogger(Simulation.class.getName());
    private static final long TICK_MILLISECONDS = 250;
    private static final String PUBLISHER = "demo-market";

    @Resource
    private ManagedScheduledExecutorService executor;

    private ScheduledFuture<?> trading;

    /** Null if no other node can use the database. */
    private JobLease lease;

    private volatile boolean failing;

    void start(
            @Observes Startup startup,
            Instance<NotificationService> notifications,
            Database database,
            Config config,
            @ConfigProperty(name = "marketbell.demo.enabled", defaultValue = "false") boolean enabled,
            @ConfigProperty(name = "marketbell.production", defaultValue = "false") boolean production,
            @ConfigProperty(name = "marketbell.demo.seed", defaultValue = "7") long seed) {
        if (!enabled) {
            return;
        }
        if (production) {
            LOG.log(WARNING, "marketbell.demo.enabled is ignored in production");
            return;
        }
        if (ClusterSettings.of(config).mode() != ClusterMode.SINGLE) {
            lease = new JobLease(database, "demo market", System::nanoTime);
        }
        Clock clock = Clock.systemUTC();
        Market market = new Market(new Random(seed), clock, Long.toString(clock.millis(), Character.MAX_RADIX));
        NotificationService service = notifications.get();
        trading = new PeriodicTask("demo market", () -> trade(market, service))
                .atFixedRate(executor, TICK_MILLISECONDS, TICK_MILLISECONDS, MILLISECONDS);
        LOG.log(INFO, "demo market started for the users alice, bob and desk (marketbell.demo.enabled)");
    }

    /** A failure is logged only once. */
    private void trade(Market market, NotificationService service) {
        try {
            if (lease != null && !lease.isHeld()) {
                return;
            }
            List<Publication> news =
                    market.tick().stream().map(Publication::new).toList();
            service.publish(PUBLISHER, news).whenComplete((receipts, failure) -> logFailure(failure));
        } catch (RuntimeException e) {
            logFailure(e);
        }
    }

    private void logFailure(Throwable failure) {
        if (failure != null && !failing) {
            LOG.log(WARNING, "demo market cannot publish: {0}", failure.toString());
        }
        failing = failure != null;
    }

    @PreDestroy
    void stop() {
        if (trading != null) {
            trading.cancel(false);
        }
        if (lease != null) {
            release();
        }
    }

    private void release() {
        try {
            lease.release();
        } catch (RuntimeException e) {
            LOG.log(DEBUG, "the lease of the demo market ends by itself: {0}", e.toString());
        }
    }
}
