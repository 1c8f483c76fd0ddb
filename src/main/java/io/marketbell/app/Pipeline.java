package io.marketbell.app;

import io.marketbell.deadletter.DeadLetters;
import io.marketbell.delivery.Clocks;
import io.marketbell.delivery.Exchange;
import io.marketbell.delivery.ShardedExchange;
import io.marketbell.identity.KeyRevoked;
import io.marketbell.ingest.CallbackPolicy;
import io.marketbell.ingest.NotificationService;
import io.marketbell.ingest.Outcomes;
import io.marketbell.ingest.PublishService;
import io.marketbell.journal.Journal;
import io.marketbell.journal.Ledger;
import io.marketbell.journal.Ledger.Acknowledgement;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.eclipse.microprofile.config.Config;

/** The way of a notification, put together: ingest, journal, delivery, and what becomes of it. */
@ApplicationScoped
public class Pipeline {
    private final Journal journal;
    private final Ledger ledger;
    private final DeadLetters deadLetters;
    private final DeliveryConfiguration configuration;
    private final IngestConfiguration ingestConfiguration;
    private final Outcomes outcomes = new Outcomes();

    @Resource
    private ManagedThreadFactory threads;

    @Resource
    private ManagedExecutorService executor;

    private ShardedExchange exchange;

    /** For the container's proxy. */
    protected Pipeline() {
        this.journal = null;
        this.ledger = null;
        this.deadLetters = null;
        this.configuration = null;
        this.ingestConfiguration = null;
    }

    @Inject
    Pipeline(Journal journal, Ledger ledger, DeadLetters deadLetters, Config config) {
        this.journal = journal;
        this.ledger = ledger;
        this.deadLetters = deadLetters;
        this.configuration = new DeliveryConfiguration(config);
        this.ingestConfiguration = new IngestConfiguration(config);
    }

    void start(@Observes Startup startup) {
        exchange();
    }

    @Produces
    @Singleton
    Exchange exchange() {
        synchronized (outcomes) {
            if (exchange == null) {
                exchange = new ShardedExchange(
                        configuration.settings(),
                        Clocks.SYSTEM,
                        journal,
                        ledger,
                        new OutcomeDesk(journal, deadLetters, outcomes, executor, InstantSource.system()),
                        executor,
                        threads);
                journal.onCommitted(exchange::publish);
                exchange.start();
            }
            return exchange;
        }
    }

    @Produces
    @Singleton
    Outcomes outcomes() {
        return outcomes;
    }

    @Produces
    @Singleton
    NotificationService notificationService(Exchange exchange, CallbackPolicy callbacks) {
        return new PublishService(
                journal,
                ledger,
                exchange::publish,
                callbacks,
                new Endings(deadLetters, journal),
                (user, offset) -> acknowledge(exchange, user, offset),
                outcomes,
                ingestConfiguration.capacity(),
                InstantSource.system());
    }

    private Acknowledgement acknowledge(Exchange exchange, String user, long offset) {
        return exchange.acknowledge(user, offset);
    }

    void revoked(@Observes KeyRevoked event) {
        exchange().revoke(event.credential());
    }

    /** Readers are told, flushed and closed while the journal is still there. */
    void stop() {
        synchronized (outcomes) {
            if (exchange != null) {
                exchange.shutdown(configuration.shutdown());
                exchange.close();
                exchange = null;
            }
        }
    }
}
