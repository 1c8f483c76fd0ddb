package io.marketbell.app;

import io.marketbell.cluster.ClusterMode;
import io.marketbell.cluster.ClusterSettings;
import io.marketbell.cluster.EngineReports;
import io.marketbell.cluster.Members;
import io.marketbell.cluster.node.DatabaseReports;
import io.marketbell.cluster.node.NodeMembership;
import io.marketbell.database.Database;
import io.marketbell.identity.apikey.SealKeyCheck;
import io.marketbell.journal.CommitExchange;
import io.marketbell.journal.Journal;
import io.marketbell.journal.Ledger;
import io.marketbell.journal.ledger.UserRows;
import io.marketbell.journal.log.JdbcJournal;
import io.marketbell.metrics.MetricsService;
import io.marketbell.thread.DaemonThreads;
import io.marketbell.thread.GuardedTask;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Opens the journal on first use. Its threads are created here and not by the container, because the container
 * interrupts its threads when an application stops, and H2 closes its file when one of its threads is interrupted.
 */
@ApplicationScoped
class Storage {
    private static final int READING_THREADS = 4;
    private static final int ANSWERS = 100_000;
    private static final String POSITION_FILE = "journal.position";

    private final InstantSource clock;
    private final Database database;
    private final PipelineSettings settings;
    private final ClusterSettings cluster;
    private final SealKeyCheck sealKey;

    @Resource(lookup = "jdbc/marketbell")
    private DataSource source;

    private final MetricsWiring metricsWiring;
    private final Path dataDirectory;
    private final DataDisk disk;
    private volatile JdbcJournal journal;
    private volatile NodeMembership membership;

    /**
     * Completes publishers' requests in one thread, so that their callbacks cannot delay the next commit. Each task is
     * one commit with at least one pending request, which bounds the queue in practice. If the queue is full, the
     * committing thread completes the requests, because a response must not be lost.
     */
    private final ThreadPoolExecutor answers = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(ANSWERS),
            DaemonThreads.named("marketbell-journal-answer-"),
            (answer, full) -> answer.run());

    private final ExecutorService reading =
            Executors.newFixedThreadPool(READING_THREADS, DaemonThreads.named("marketbell-journal-read-"));

    /** Required for the container's client proxy. */
    protected Storage() {
        this.clock = null;
        this.database = null;
        this.settings = null;
        this.cluster = null;
        this.sealKey = null;
        this.metricsWiring = null;
        this.dataDirectory = null;
        this.disk = null;
    }

    @Inject
    Storage(
            Database database,
            MetricsService metrics,
            SealKeyCheck sealKey,
            Config config,
            InstantSource clock,
            @ConfigProperty(name = "marketbell.data.directory") Path dataDirectory) {
        this.clock = clock;
        this.database = database;
        this.settings = new PipelineSettings(config);
        this.cluster = ClusterSettings.of(config);
        this.sealKey = sealKey;
        this.metricsWiring = new MetricsWiring(metrics, settings);
        this.dataDirectory = dataDirectory;
        this.disk = new DataDisk(dataDirectory.toFile());
        metricsWiring.at(database);
        database.refuseWrites(this::refusal);
        disk.watch(metrics);
    }

    /** Never waits, unlike {@link #membership}. */
    private String refusal() {
        NodeMembership known = membership;
        return known == null ? "" : known.refusal();
    }

    synchronized NodeMembership membership() {
        if (membership == null) {
            membership = new NodeMembership(cluster, source, System::nanoTime);
            membership.joinIf(sql -> sealKey.refusal(sql, cluster.mode() == ClusterMode.SINGLE));
        }
        return membership;
    }

    EngineReports reportsAboutRedis() {
        return new DatabaseReports(source, membership()::incarnation);
    }

    @Produces
    @Singleton
    Members members() {
        return membership();
    }

    private synchronized JdbcJournal open() {
        if (journal == null) {
            journal = JdbcJournal.open(
                    source,
                    clock,
                    DaemonThreads.named("marketbell-journal-"),
                    GuardedTask.executor("journal answers", answers),
                    new PortAdapters.GuardedReads(database),
                    settings.journal(),
                    dataDirectory.resolve(POSITION_FILE),
                    membership());
            journal.appendWhile(disk::hasSpace);
            journal.expireAfter(settings.expiryDelay(cluster.mode()));
            metricsWiring.at(journal);
        }
        return journal;
    }

    @Produces
    @Singleton
    Journal journal() {
        return open();
    }

    @Produces
    @Singleton
    Ledger ledger() {
        return open().ledger();
    }

    UserRows userRows() {
        return open().userRows();
    }

    /** Discards what memory has about the progress of a user. */
    void forget(String user) {
        open().forget(user);
    }

    /** Returns the exchange of commits with other nodes. */
    CommitExchange commits() {
        return open().commits();
    }

    /** Executor for journal reads on behalf of threads that must not block. */
    Executor readingThreads() {
        return GuardedTask.executor("journal reader", reading);
    }

    /** Returns the number of commits whose publishers have not been answered yet. */
    int answersWaiting() {
        return answers.getQueue().size();
    }

    /** Returns the number of nodes that the operator runs; 1 in the mode for one node. */
    int nodesExpected() {
        return cluster.mode() == ClusterMode.SINGLE ? 1 : cluster.nodes();
    }

    /** Returns true while the database schema may still be migrating. */
    boolean isOpening() {
        JdbcJournal opened = journal;
        return opened == null || opened.isOpening();
    }

    /** Commits pending notifications and marks the log as closed cleanly. */
    void close() {
        reading.shutdown();
        if (journal != null) {
            journal.close();
        }
        answers.shutdown();
    }
}
