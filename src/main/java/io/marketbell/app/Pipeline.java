package io.marketbell.app;

import io.marketbell.callback.CallbackPolicy;
import io.marketbell.callback.CallbackSecrets;
import io.marketbell.deadletter.DeadLetters;
import io.marketbell.delivery.Clocks;
import io.marketbell.delivery.Connection.AcknowledgeOutcome;
import io.marketbell.delivery.Connection.AcknowledgeOutcome.BeyondSent;
import io.marketbell.delivery.DeliveryFigures;
import io.marketbell.delivery.Exchange;
import io.marketbell.delivery.Readers;
import io.marketbell.delivery.ShardedExchange;
import io.marketbell.health.Vitals;
import io.marketbell.identity.KeyRevoked;
import io.marketbell.ingest.NotificationService;
import io.marketbell.ingest.Outcomes;
import io.marketbell.ingest.PublishService;
import io.marketbell.journal.Journal;
import io.marketbell.journal.Ledger;
import io.marketbell.journal.Ledger.Acknowledgement;
import io.marketbell.metrics.MetricsService;
import io.marketbell.protection.InjectionGuard;
import io.marketbell.ratelimit.RateLimiter;
import io.marketbell.stream.Farewell;
import io.marketbell.thread.PeriodicTask;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;

/** Composes the processing of a notification: ingest, journal, delivery and outcomes. */
@ApplicationScoped
class Pipeline {
    private static final long EXPIRY_SECONDS = 5;

    private final Storage storage;
    private final Journal journal;
    private final DeliveryConfiguration configuration;
    private final IngestConfiguration ingest;
    private final Outcomes outcomes = new Outcomes();
    private final ScheduledExecutorService expiry =
            Executors.newSingleThreadScheduledExecutor(Storage.threads("expiry-"));

    private final OutcomeThread outcomeThread;
    private final ShardedExchange exchange;
    private final Exchange metered;
    private final PublishService service;
    private final Farewell farewell;

    /** Required for the container's client proxy. */
    protected Pipeline() {
        this.storage = null;
        this.journal = null;
        this.configuration = null;
        this.ingest = null;
        this.outcomeThread = null;
        this.exchange = null;
        this.metered = null;
        this.service = null;
        this.farewell = null;
    }

    @Inject
    Pipeline(
            Storage storage,
            Journal journal,
            Ledger ledger,
            DeadLetters deadLetters,
            CallbackPolicy callbacks,
            CallbackSecrets callbackSecrets,
            InjectionGuard injections,
            MetricsService metrics,
            RateLimiter limiter,
            Config config) {
        this.storage = storage;
        this.journal = journal;
        this.configuration = new DeliveryConfiguration(config);
        this.ingest = new IngestConfiguration(config);
        InstantSource clock = InstantSource.system();
        this.outcomeThread = new OutcomeThread(
                journal,
                ledger,
                outcomes::tell,
                clock,
                Executors.newSingleThreadScheduledExecutor(Storage.threads("outcomes-")),
                configuration.acknowledgingUsers());
        OutcomeDesk desk = new OutcomeDesk(deadLetters, outcomes, outcomeThread, clock);
        this.exchange = new ShardedExchange(
                configuration.settings(),
                Clocks.SYSTEM,
                journal,
                ledger,
                desk,
                storage.readingThreads(),
                Storage.threads("delivery-"));
        this.service = new PublishService(
                journal,
                ledger,
                exchange::publish,
                new CallbackRules(callbacks, callbackSecrets),
                new InspectedTexts(injections),
                new Endings(deadLetters),
                (user, offset) -> acknowledge(ledger, user, offset),
                outcomes,
                ingest.capacity(),
                clock);
        Instruments instruments = new Instruments(metrics, config);
        this.metered = instruments.at(exchange);
        instruments.at(limiter);
        instruments.at(injections);
        outcomes.subscribe(instruments.orders());
        journal.onCommitted(instruments.committed(exchange::committed));
        journal.onReset(exchange::reset);
        journal.admitWhile(exchange::hasRoom);
        exchange.start();
        this.farewell = new Farewell("delivery", () -> exchange.shutdown(configuration.shutdown()));
        farewell.listen();
        new PeriodicTask("expiry", new ExpirySweep(journal, deadLetters, desk, clock))
                .withFixedDelay(expiry, EXPIRY_SECONDS, EXPIRY_SECONDS, TimeUnit.SECONDS);
    }

    private Acknowledgement acknowledge(Ledger ledger, String user, long offset) {
        long previous = ledger.standing(user).acknowledged();
        AcknowledgeOutcome outcome = exchange.acknowledge(user, offset);
        return outcome instanceof BeyondSent beyond
                ? new Acknowledgement.BeyondSent(beyond.highestSent())
                : new Acknowledgement.Accepted(previous, ((AcknowledgeOutcome.Acknowledged) outcome).offset());
    }

    @Produces
    @Singleton
    Exchange exchange() {
        return metered;
    }

    @Produces
    @Singleton
    NotificationService notificationService() {
        return service;
    }

    long recentBytes() {
        return service.recentBytes();
    }

    long keyBytes() {
        return service.keyBytes();
    }

    /** Returns the connected clients, for monitoring. */
    @Produces
    @Singleton
    Readers readers() {
        return exchange;
    }

    @Produces
    @Singleton
    Vitals vitals() {
        return new VitalSigns(exchange, journal, storage::isOpening, configuration.connections());
    }

    /** Returns the number of commits waiting for completion. */
    int answersWaiting() {
        return storage.answers().waiting();
    }

    DeliveryFigures figures() {
        return exchange.figures();
    }

    OutcomeThread outcomes() {
        return outcomeThread;
    }

    /** Registers the callback side as a listener for all outcomes. */
    void tell(io.marketbell.callback.Outcomes callbacks) {
        outcomes.subscribe(callbacks);
    }

    void revoked(@Observes KeyRevoked event) {
        exchange.revoke(event.credentials());
    }

    @PreDestroy
    void stop() {
        farewell.callOff();
        exchange.shutdown(configuration.shutdown());
        exchange.close();
        outcomeThread.close();
        expiry.shutdown();
        storage.close();
    }
}
