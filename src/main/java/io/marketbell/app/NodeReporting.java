package io.marketbell.app;

import io.marketbell.cluster.Bus;
import io.marketbell.cluster.ClusterMode;
import io.marketbell.cluster.ClusterSettings;
import io.marketbell.cluster.Members;
import io.marketbell.cluster.NodeReports;
import io.marketbell.cluster.NodeStatus;
import io.marketbell.cluster.SelfReport;
import io.marketbell.cluster.clock.ClusterClock;
import io.marketbell.cluster.local.LocalReports;
import io.marketbell.cluster.node.NodeMembership;
import io.marketbell.cluster.report.ReportExchange;
import io.marketbell.health.Health;
import io.marketbell.journal.Journal;
import io.marketbell.thread.DaemonThreads;
import io.marketbell.thread.PeriodicTask;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;

/** Produces the reports of the nodes. Only several nodes exchange them. */
@ApplicationScoped
class NodeReporting {
    private static final long EXCHANGE_SECONDS = 2;

    private final ClusterSettings cluster;

    @Resource(lookup = "jdbc/marketbell")
    private DataSource source;

    private ScheduledExecutorService exchanging;

    /** Required for the container's client proxy. */
    protected NodeReporting() {
        this.cluster = null;
    }

    @Inject
    NodeReporting(Config config) {
        this.cluster = ClusterSettings.of(config);
    }

    @Produces
    @Singleton
    NodeReports reports(Members members) {
        SelfReport self = new SelfReport(cluster.node(), NodeMembership.wire(), members);
        if (cluster.mode() == ClusterMode.SINGLE) {
            return new LocalReports(self, InstantSource.system());
        }
        ReportExchange exchange = new ReportExchange(self, source, InstantSource.system());
        exchanging = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("marketbell-node-reports-"));
        new PeriodicTask("node reports", exchange).withFixedDelay(exchanging, 0, EXCHANGE_SECONDS, TimeUnit.SECONDS);
        return exchange;
    }

    void start(
            @Observes Startup startup,
            NodeReports reports,
            Pipeline pipeline,
            Journal journal,
            ClusterClock clock,
            Bus bus,
            Health health) {
        String tag = pipeline.nodeTag();
        String version = Release.version();
        reports.statusFrom(() -> new NodeStatus(
                tag,
                version,
                health.state().level().word(),
                pipeline.figures().connections(),
                journal.behind(),
                clock.skew().toNanos() / 1_000,
                bus.state().name(),
                bus.figures().lag().toMillis()));
    }

    @PreDestroy
    void stop() {
        if (exchanging != null) {
            exchanging.shutdown();
        }
    }
}
