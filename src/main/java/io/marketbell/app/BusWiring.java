package io.marketbell.app;

import io.marketbell.cluster.Bus;
import io.marketbell.journal.CommitExchange;
import io.marketbell.journal.Ledger;
import io.marketbell.journal.bus.AcknowledgementBus;
import io.marketbell.journal.bus.CommitBus;
import io.marketbell.thread.DaemonThreads;
import io.marketbell.thread.GuardedTask;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Connects the journal with the bus to other nodes, before the bus is started. */
@ApplicationScoped
class BusWiring {
    private static final System.Logger LOG = System.getLogger(BusWiring.class.getName());
    private static final long COLLECT_MILLIS = 5;

    private final ScheduledExecutorService acknowledging =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("marketbell-acknowledged-"));

    void connect(
            @Observes Startup startup, Bus bus, Storage storage, Ledger ledger, Config config, MetricRegistry metrics) {
        CommitExchange commits = storage.commits();
        CommitBus commitBus = new CommitBus(bus, commits, new PipelineSettings(config).sendsNotifications());
        commitBus.connect();
        AcknowledgementBus acknowledgements = new AcknowledgementBus(bus, ledger, this::afterCollecting);
        acknowledgements.connect();
        new Gauges(metrics).commits(commits, commitBus).acknowledgements(acknowledgements);
    }

    private void afterCollecting(Runnable task) {
        try {
            acknowledging.schedule(
                    GuardedTask.of("acknowledgements for other nodes", task), COLLECT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "stopped: the other nodes read acknowledgements from the database");
        }
    }

    @PreDestroy
    void stop() {
        acknowledging.shutdownNow();
    }

    private record Gauges(MetricRegistry registry) {

        Gauges commits(CommitExchange commits, CommitBus bus) {
            Metadata announced = described(
                    "marketbell_journal_announced",
                    "Notifications delivered to the clients of this node for commits of other nodes, by source");
            gauge(announced, () -> commits.figures().fromMessages(), new Tag("source", "message"));
            gauge(announced, () -> commits.figures().fromDatabase(), new Tag("source", "database"));
            Metadata unused = described(
                    "marketbell_journal_messages_unused",
                    "Messages about commits of other nodes whose notifications were not used, by reason");
            gauge(unused, () -> commits.figures().hints(), new Tag("reason", "hint"));
            gauge(unused, () -> commits.figures().outdated(), new Tag("reason", "outdated"));
            gauge(unused, () -> commits.figures().dropped(), new Tag("reason", "dropped"));
            gauge(unused, bus::malformed, new Tag("reason", "malformed"));
            gauge(
                    described(
                            "marketbell_journal_messages_kept",
                            "Messages about commits that wait for an earlier one, at most 1,024"),
                    () -> commits.figures().kept());
            gauge(
                    described(
                            "marketbell_journal_messages_kept_bytes",
                            "Estimated heap used by messages that wait for an earlier one, at most 8 MiB"),
                    () -> commits.figures().keptBytes());
            return this;
        }

        void acknowledgements(AcknowledgementBus bus) {
            Metadata unused = described(
                    "marketbell_ledger_messages_unused",
                    "Acknowledgements not sent to other nodes, and messages of other nodes not read, by reason");
            gauge(unused, bus::dropped, new Tag("reason", "dropped"));
            gauge(unused, bus::malformed, new Tag("reason", "malformed"));
        }

        private <N extends Number> void gauge(Metadata metric, Supplier<N> value, Tag... tags) {
            registry.gauge(metric, value, tags);
        }

        private static Metadata described(String name, String description) {
            return Metadata.builder()
                    .withName(name)
                    .withDescription(description)
                    .build();
        }
    }
}
