package io.marketbell.callback;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.marketbell.database.Database;
import io.marketbell.deadletter.DeadLetters;
import io.marketbell.notification.Outcome;
import io.marketbell.thread.PeriodicTask;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.core5.ssl.SSLContexts;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Produces the beans of this package, runs the dispatcher periodically, and registers the metrics. */
@ApplicationScoped
class CallbackBeans {

    private static final long PUMP_MILLISECONDS = 50;

    private final InstantSource clock;
    private final CallbackDispatcher.Counts counts = new CallbackDispatcher.Counts();

    @Resource
    private ManagedScheduledExecutorService executor;

    @Resource
    private ManagedThreadFactory threads;

    private final Database database;
    private final CallbackSettings settings;

    private HttpCallbackSender http;
    private CallbackDispatcher callbacks;
    private ScheduledFuture<?> pumping;

    /** Required by the CDI client proxy. */
    protected CallbackBeans() {
        this.clock = null;
        this.database = null;
        this.settings = null;
    }

    @Inject
    CallbackBeans(Database database, CallbackSettings settings, Instance<InstantSource> clock) {
        this.clock = clock.isResolvable() ? clock.get() : InstantSource.system();
        this.database = database;
        this.settings = settings;
    }

    @Produces
    @Singleton
    CallbackAllowlist allowlist() {
        return settings.allowlist();
    }

    @Produces
    @Singleton
    HttpCallbackSender http(CallbackAllowlist allowlist) {
        // Read now: an invalid setting or trust store must fail the start of the application, not the first callback.
        DnsResolver resolver = new GuardedResolver(SystemDefaultDnsResolver.INSTANCE, allowlist);
        Duration timeout = settings.timeout();
        int atOnce = settings.atOnce();
        int atOnceToOneHost = settings.atOnceToOneHost();
        SSLContext trust = SSLContexts.createDefault();
        http = new HttpCallbackSender(
                () -> new HttpReactor(resolver, timeout, atOnce, atOnceToOneHost, threads, trust));
        return http;
    }

    @Produces
    @Singleton
    CallbackDispatcher callbacks(
            GuardedSender sender, SigningSecrets secrets, CallbackAllowlist allowlist, DeadLetters letters) {
        return new CallbackDispatcher(
                new DatabaseCallbacks(database),
                new CallbackAttempts(sender, secrets, allowlist, clock),
                settings.backoff(),
                settings.limits(),
                allowlist,
                letters,
                clock,
                () -> ThreadLocalRandom.current().nextDouble(),
                counts);
    }

    @Produces
    @Singleton
    OutcomeSink outcomes(CallbackDispatcher callbacks, Event<Outcome> event, BeanManager beans) {
        return new OutcomeSink(observers(event, beans), callbacks::take);
    }

    /** Observers are known once the application has started. If there are none, no event is created. */
    private static Consumer<Outcome> observers(Event<Outcome> event, BeanManager beans) {
        boolean any = beans.resolveObserverMethods(new Outcome(null, null, null, null, 1)).stream()
                .anyMatch(ObserverMethod::isAsync);
        return any ? event::fireAsync : null;
    }

    void start(@Observes Startup startup, CallbackDispatcher callbacks, MetricRegistry metrics) {
        this.callbacks = callbacks;
        metrics.gauge("marketbell_callbacks_pending", callbacks::pending);
        metrics.gauge("marketbell_callbacks_underway", callbacks::underway);
        metrics.gauge("marketbell_callbacks_delivered", counts.delivered::sum);
        metrics.gauge("marketbell_callbacks_failed_attempts", counts.failedAttempts::sum);
        metrics.gauge("marketbell_callbacks_given_up", counts.givenUp::sum);
        metrics.gauge("marketbell_callbacks_overflowed", counts.overflowed::sum);
        metrics.gauge("marketbell_callbacks_breakers_opened", counts.breakersOpened::sum);
        pumping = new PeriodicTask("callbacks", callbacks::pump)
                .withFixedDelay(executor, PUMP_MILLISECONDS, PUMP_MILLISECONDS, MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        if (pumping != null) {
            pumping.cancel(false);
            callbacks.pump();
        }
        if (http != null) {
            http.close();
        }
    }
}
