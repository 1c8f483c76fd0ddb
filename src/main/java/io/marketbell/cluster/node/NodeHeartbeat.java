package io.marketbell.cluster.node;

import static java.lang.System.Logger.Level.WARNING;

import io.marketbell.cluster.NodeRefused;
import io.marketbell.database.OutageLog;
import io.marketbell.thread.GuardedTask;
import io.marketbell.thread.PeriodicTask;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Sends the heartbeats of this node periodically, on a thread of its own, and detects pauses of the process on another
 * one, which never waits for the database. Survives every error.
 */
public final class NodeHeartbeat implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(NodeHeartbeat.class.getName());
    private static final int BEATS_A_CLEANUP = 60;
    private static final int TICKS_UNTIL_DEAD = 10;

    private final NodeMembership membership;
    private final Runnable checkLog;
    private final ScheduledExecutorService thread;
    private final ScheduledExecutorService ticker;
    private final Runnable recovery = GuardedTask.of("check after a pause", this::recover);
    private final OutageLog outage;
    private int beats;

    /** The number of successful heartbeats since the last one that was late or failed. */
    private int inTime;

    /** @param checkLog checks after a pause that the log is still the known one; may wait, but not long */
    public NodeHeartbeat(NodeMembership membership, Runnable checkLog, ThreadFactory threads) {
        this.membership = membership;
        this.checkLog = checkLog;
        this.thread = Executors.newSingleThreadScheduledExecutor(threads);
        this.ticker = Executors.newSingleThreadScheduledExecutor(threads);
        this.outage =
                new OutageLog(LOG, "the heartbeats of this node fail", "the heartbeats of this node succeed again");
    }

    public void start() {
        Duration interval = membership.settings().heartbeat();
        new PeriodicTask("node heartbeat", this::beat)
                .withFixedDelay(thread, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        long tick = membership.settings().deadAfter().toMillis() / TICKS_UNTIL_DEAD;
        new PeriodicTask("pause detection", this::tick).withFixedDelay(ticker, 0, tick, TimeUnit.MILLISECONDS);
    }

    void beat() {
        if (!membership.needsHeartbeats()) {
            return;
        }
        Duration deadAfter = membership.settings().deadAfter();
        boolean late = membership.heartbeatAge().compareTo(deadAfter.dividedBy(2)) > 0;
        try {
            membership.confirm();
            inTime = late ? 0 : inTime + 1;
            // after an outage of the database, the others have time to send their heartbeats, too
            if (membership.settings().heartbeat().multipliedBy(inTime).compareTo(deadAfter) >= 0) {
                membership.declareDead();
            }
            beats++;
            if (beats % BEATS_A_CLEANUP == 0) {
                membership.clean();
            }
            outage.succeeded();
        } catch (SQLException | NodeRefused e) {
            inTime = 0;
            membership.heartbeatFailed();
            outage.failed(e);
        } catch (RuntimeException | Error e) {
            membership.heartbeatFailed();
            throw e;
        }
    }

    void tick() {
        if (!membership.pauseGuard().tick()) {
            return;
        }
        if (!membership.needsHeartbeats()) {
            membership.pauseGuard().release(membership.pauses());
        } else {
            LOG.log(WARNING, "this node was paused; it writes to clients again after a check of the database");
            thread.execute(recovery);
        }
    }

    /** If the database is unavailable, nothing can be checked, and volatile notifications are sent again at once. */
    void recover() {
        long pauses = membership.pauses();
        try {
            membership.confirm();
            checkLog.run();
            membership.runPauseChecks();
        } catch (SQLException | NodeRefused e) {
            membership.heartbeatFailed();
            outage.failed(e);
        } finally {
            membership.pauseGuard().release(pauses);
        }
    }

    @Override
    public void close() {
        // not shutdownNow: an interrupt would close an embedded database
        ticker.shutdown();
        thread.shutdown();
    }
}
