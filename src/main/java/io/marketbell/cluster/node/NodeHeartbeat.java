package io.marketbell.cluster.node;

import io.marketbell.cluster.NodeRefused;
import io.marketbell.database.OutageLog;
import io.marketbell.thread.PeriodicTask;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Sends the heartbeats of this node periodically, on a thread of its own. Survives every error. */
public final class NodeHeartbeat implements AutoCloseable {
    private static final int BEATS_A_CLEANUP = 60;

    private final NodeMembership membership;
    private final ScheduledExecutorService thread;
    private final OutageLog outage;
    private int beats;

    public NodeHeartbeat(NodeMembership membership, ThreadFactory threads) {
        this.membership = membership;
        this.thread = Executors.newSingleThreadScheduledExecutor(threads);
        this.outage = new OutageLog(
                System.getLogger(NodeHeartbeat.class.getName()),
                "the heartbeats of this node fail",
                "the heartbeats of this node succeed again");
    }

    public void start() {
        Duration interval = membership.settings().heartbeat();
        new PeriodicTask("node heartbeat", this::beat)
                .withFixedDelay(thread, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    void beat() {
        if (!membership.needsHeartbeats()) {
            return;
        }
        try {
            membership.confirm();
            membership.declareDead();
            beats++;
            if (beats % BEATS_A_CLEANUP == 0) {
                membership.clean();
            }
            outage.succeeded();
        } catch (SQLException | NodeRefused e) {
            membership.heartbeatFailed();
            outage.failed(e);
        } catch (RuntimeException | Error e) {
            membership.heartbeatFailed();
            throw e;
        }
    }

    @Override
    public void close() {
        // not shutdownNow: an interrupt would close an embedded database
        thread.shutdown();
    }
}
