package io.marketbell.audit;

import io.marketbell.cluster.ClusterSettings;
import io.marketbell.database.Database;
import io.marketbell.thread.PeriodicTask;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Produces the audit log, and writes collected refusals and late entries every few seconds. */
@ApplicationScoped
class AuditBeans {
    private static final System.Logger LOG = System.getLogger(AuditBeans.class.getName());
    private static final long WRITE_SECONDS = 5;
    private static final long ANCHOR_SECONDS = 600;

    @Resource
    private ManagedScheduledExecutorService timer;

    private final AuditBacklog backlog;
    private final Audit audit;
    private ScheduledFuture<?> writing;
    private ScheduledFuture<?> anchoring;
    private long logged;

    /** Required by the container's proxy. */
    protected AuditBeans() {
        this.backlog = null;
        this.audit = null;
    }

    @Inject
    AuditBeans(Database database, AuditSeal seal, Config config) {
        InstantSource clock = InstantSource.system();
        backlog = new AuditBacklog(new Refusals(AuditSettings.refusalsPerMinute(config), clock), clock);
        audit = new Audit(
                database, clock, new AuditChain(ClusterSettings.of(config).node(), seal), backlog);
    }

    void start(@Observes Startup startup, MetricRegistry metrics) {
        metrics.gauge(
                described("marketbell_audit_waiting", "Entries of the audit log that are not written yet"),
                backlog::size);
        metrics.gauge(
                described(
                        "marketbell_audit_refusals_collapsed",
                        "Refusals that the audit log counts without their address, because there were too many"),
                backlog.refusals()::collapsed);
        metrics.gauge(
                described(
                        "marketbell_audit_lost",
                        "Entries that the audit log does not have, because the database was unavailable for too long"),
                backlog::lost);
        writing = new PeriodicTask("audit log", () -> backlog.write(audit::record))
                .withFixedDelay(timer, WRITE_SECONDS, WRITE_SECONDS, TimeUnit.SECONDS);
        anchoring = new PeriodicTask("audit anchors", this::anchor)
                .withFixedDelay(timer, ANCHOR_SECONDS, ANCHOR_SECONDS, TimeUnit.SECONDS);
    }

    /** The log of the server is the anchor of a single node, and of entries that all nodes together could change. */
    private void anchor() {
        try {
            audit.anchor();
            audit.head().filter(head -> head.position() != logged).ifPresent(head -> {
                LOG.log(
                        Level.INFO,
                        "the audit chain of node {0} is at position {1}, hash {2}",
                        head.node(),
                        Long.toString(head.position()),
                        head.hash());
                logged = head.position();
            });
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the audit chains cannot be anchored now; will retry: {0}", e.toString());
        }
    }

    private static Metadata described(String name, String description) {
        return Metadata.builder().withName(name).withDescription(description).build();
    }

    @PreDestroy
    void stop() {
        if (writing != null) {
            writing.cancel(false);
            anchoring.cancel(false);
        }
        backlog.writeAll(audit::record);
    }

    @Produces
    @ApplicationScoped
    Audit audit() {
        return audit;
    }
}
