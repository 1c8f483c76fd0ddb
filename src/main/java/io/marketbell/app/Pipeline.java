package io.marketbell.app;

import static java.lang.System.Logger.Level.WARNING;

import io.marketbell.callback.CallbackAllowlist;
import io.marketbell.callback.SigningSecrets;
import io.marketbell.cluster.Bus;
import io.marketbell.cluster.ClusterMode;
import io.marketbell.cluster.Members;
import io.marketbell.cluster.Presence;
import io.marketbell.cluster.SharedKeys;
import io.marketbell.cluster.clock.ClusterClock;
import io.marketbell.cluster.leaving.LeavingNode;
import io.marketbell.database.SqlFailure;
import io.marketbell.deadletter.DeadLetters;
import io.marketbell.delivery.Clocks;
import io.marketbell.delivery.ConnectedClients;
import io.marketbell.delivery.Connection.AcknowledgeOutcome;
import io.marketbell.delivery.Connection.AcknowledgeOutcome.BeyondSent;
import io.marketbell.delivery.DeliveryContext;
import io.marketbell.delivery.DeliveryFigures;
import io.marketbell.delivery.DeliveryHub;
import io.marketbell.delivery.bus.VolatileExchange;
import io.marketbell.delivery.bus.VolatileFigures;
import io.marketbell.delivery.shard.ShardedDeliveryHub;
import io.marketbell.health.RuntimeStatus;
import io.marketbell.identity.ApiKeyRevoked;
import io.marketbell.injection.InjectionGuard;
import io.marketbell.injection.TextSource;
import io.marketbell.journal.Journal;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.Ledger;
import io.marketbell.journal.Ledger.Acknowledgement;
import io.marketbell.metrics.MetricsService;
import io.marketbell.publish.NotificationService;
import io.marketbell.publish.service.NotificationIds;
import io.marketbell.publish.service.OutcomeDispatcher;
import io.marketbell.publish.service.PublishService;
import io.marketbell.ratelimit.bucket.RateLimiter;
import io.marketbell.shutdown.ShutdownTask;
import io.marketbell.thread.DaemonThreads;
import io.marketbell.thread.PeriodicTask;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;

/** Composes the processing of a notification: publishing, journal, delivery and outcomes. */
@ApplicationScoped
class Pipeline {
    private static final System.Logger LOG = System.getLogger(Pipeline.class.getName());
    private static final Duration LAST_OUTCOMES_AT_MOST = Duration.ofSeconds(2);
    private static final long EXPIRY_SECONDS = 5;

    /** A paused node writes to its clients after this time, even if messages of other nodes are missing. */
    private static final Duration CATCH_UP_AT_MOST = Duration.ofSeconds(2);

    /** After this many flush periods, another node has saved what it sent. */
    private static final int FLUSHES_TO_SETTLE = 3;

    private final Storage storage;
    private final Journal journal;
    private final Ledger ledger;
    private final Members members;
    private final PipelineSettings settings;
    private final ClusterClock clock;
    private final OutcomeDispatcher outcomes = new OutcomeDispatcher();
    private final ScheduledExecutorService expiry =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("marketbell-expiry-"));

    private final OutcomeThread outcomeThread;
    private final ShardedDeliveryHub hub;
    private final PublishService service;
    private final VolatileExchange volatiles;
    private final ShutdownTask shutdownTask;
    private final Runnable closeCluster;
    private final Optional<LeavingNode> leaving;

    /** Required for the container's client proxy. */
    protected Pipeline() {
        this.storage = null;
        this.journal = null;
        this.ledger = null;
        this.clock = null;
        this.members = null;
        this.settings = null;
        this.outcomeThread = null;
        this.hub = null;
        this.service = null;
        this.volatiles = null;
        this.shutdownTask = null;
        this.closeCluster = null;
        this.leaving = Optional.empty();
    }

    @Inject
    Pipeline(
            Storage storage,
            Journal journal,
            Ledger ledger,
            Members members,
            Presence presence,
            DeadLetters deadLetters,
            CallbackAllowlist callbacks,
            SigningSecrets callbackSecrets,
            InjectionGuard injections,
            MetricsService metrics,
            RateLimiter limiter,
            ClusterClock clock,
            ClusterPorts clusterPorts,
            NotificationIds ids,
            Bus bus,
            SharedKeys sharedKeys,
            Config config) {
        this.storage = storage;
        this.journal = journal;
        this.ledger = ledger;
        this.clock = clock;
        this.members = members;
        this.closeCluster = clusterPorts.closing();
        this.settings = new PipelineSettings(config);
        this.outcomeThread = new OutcomeThread(
                journal,
                ledger,
                outcomes::publish,
                clock,
                Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("marketbell-outcomes-")),
                settings.acknowledgingUsers(),
                ledger.isShared() ? settings.journal().writeBehind().multipliedBy(FLUSHES_TO_SETTLE) : null);
        OutcomePublisher outcomePublisher =
                new OutcomePublisher(deadLetters, outcomes, outcomeThread, clock, ledger.isShared());
        this.hub = new ShardedDeliveryHub(
                new DeliveryContext(
                        settings.delivery(),
                        new Clocks(System::nanoTime, clock),
                        journal,
                        ledger,
                        outcomePublisher,
                        presence,
                        storage.readingThreads()),
                DaemonThreads.named("marketbell-delivery-"));
        this.service = new PublishService(
                journal,
                ledger,
                hub::publish,
                new CallbackRules(callbacks, callbackSecrets),
                new PortAdapters.InspectedTexts(injections, TextSource.PUBLICATION),
                id -> PortAdapters.undelivered(deadLetters, id),
                (user, offset) -> acknowledge(ledger, user, offset),
                outcomes,
                settings.publishing(),
                ids,
                sharedKeys,
                clock);
        this.volatiles = new VolatileExchange(
                bus,
                hub,
                settings.volatileBatch(),
                ids::seen,
                service::publishedElsewhere,
                clock,
                DaemonThreads.named("marketbell-volatile-"));
        MetricsWiring metricsWiring = new MetricsWiring(metrics, settings);
        metricsWiring.at(hub);
        metricsWiring.at(limiter);
        metricsWiring.at(injections);
        outcomes.subscribe(metricsWiring.orders());
        journal.onCommitted(metricsWiring.committed(hub::committed));
        journal.onReset(hub::reset);
        journal.admitWhile(hub::hasRoom);
        journal.onFlush(hub::lowestUnwritten);
        hub.writeWhile(storage.membership()::mayWrite);
        storage.membership().onRefused(hub::closeAll);
        members.onPause(() -> volatiles.catchUp(CATCH_UP_AT_MOST));
        ledger.onAcknowledgedElsewhere(hub::acknowledgedElsewhere);
        ledger.onClaimed(outcomePublisher::claimed);
        hub.onPublish(volatiles::published);
        hub.start();
        volatiles.start();
        this.leaving = clusterPorts.leaving(storage.reportsAboutRedis(), hub);
        leaving.ifPresent(LeavingNode::start);
        this.shutdownTask = new ShutdownTask("delivery", this::shutDown);
        shutdownTask.register();
        new PeriodicTask("expiry", new ExpirySweep(journal, deadLetters, outcomePublisher, clock))
                .withFixedDelay(expiry, EXPIRY_SECONDS, EXPIRY_SECONDS, TimeUnit.SECONDS);
    }

    private void shutDown() {
        if (storage.membership().settings().mode() != ClusterMode.SINGLE) {
            hub.drain(settings.drain());
        }
        hub.shutdown(settings.shutdown());
    }

    private Acknowledgement acknowledge(Ledger ledger, String user, long offset) {
        long previous = ledger.standing(user).acknowledged();
        AcknowledgeOutcome outcome = hub.acknowledge(user, offset);
        return outcome instanceof BeyondSent beyond
                ? new Acknowledgement.BeyondSent(beyond.highestSent())
                : new Acknowledgement.Accepted(previous, ((AcknowledgeOutcome.Acknowledged) outcome).offset());
    }

    @Produces
    @Singleton
    DeliveryHub hub() {
        return hub;
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
    ConnectedClients clients() {
        return hub;
    }

    @Produces
    @Singleton
    RuntimeStatus status(Bus bus) {
        return new PortAdapters.PipelineStatus(
                hub,
                volatiles,
                journal,
                members,
                clock,
                bus,
                storage::isOpening,
                this::leaving,
                storage.nodesExpected(),
                settings.connections());
    }

    /** Returns why this node leaves the cluster for a time; empty if it does not. */
    String leaving() {
        return leaving.map(LeavingNode::reason).orElse("");
    }

    /** Returns the number of commits waiting for completion. */
    int answersWaiting() {
        return storage.answersWaiting();
    }

    VolatileFigures volatiles() {
        return volatiles.figures();
    }

    /** Returns the beginning of the ids of this node's sessions. */
    String nodeTag() {
        return hub.nodeTag();
    }

    DeliveryFigures figures() {
        return hub.figures();
    }

    OutcomeThread outcomes() {
        return outcomeThread;
    }

    /** Erases the last values of a user in Redis. Returns their number. */
    long eraseShared(String user, Supplier<String> newIds) {
        return volatiles.erase(user, newIds);
    }

    /** Closes the connections of a user and discards what memory has for the user. Returns the number of connections. */
    long forget(String user) {
        service.forget(user);
        return hub.forget(user);
    }

    /** Registers the callback side as a listener for all outcomes. */
    void subscribe(io.marketbell.callback.OutcomeSink callbacks) {
        outcomes.subscribe(callbacks);
    }

    void revoked(@Observes ApiKeyRevoked event) {
        hub.revoke(event.credentials());
    }

    /** Nodes that share a database report the outcomes of an acknowledgement only after it is saved. */
    private void reportLastAcknowledgements() {
        if (ledger.isShared() && journal.isAvailable()) {
            try {
                ledger.flush();
                outcomeThread.finish(LAST_OUTCOMES_AT_MOST);
            } catch (JournalUnavailable e) {
                LOG.log(WARNING, "the last acknowledgements were not saved: {0}", SqlFailure.describe(e));
            }
        }
    }

    @PreDestroy
    void stop() {
        shutdownTask.unregister();
        leaving.ifPresent(LeavingNode::close);
        hub.shutdown(settings.shutdown());
        volatiles.close();
        hub.close();
        reportLastAcknowledgements();
        outcomeThread.close();
        expiry.shutdown();
        closeCluster.run();
        storage.close();
    }
}
