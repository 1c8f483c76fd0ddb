package io.marketbell.monitoring;

import io.marketbell.identity.KeyRevoked;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Turns the streams from the start to the end of the application. */
@ApplicationScoped
class StreamTimer {
    private static final System.Logger LOG = System.getLogger(StreamTimer.class.getName());

    private final Streams streams;
    private final Thread farewell;

    @Resource
    private ManagedScheduledExecutorService timer;

    private ScheduledFuture<?> turning;

    /** For the container's proxy. */
    protected StreamTimer() {
        this.streams = null;
        this.farewell = null;
    }

    /** The server tells applications that it ends after it has cut their connections; so the process is listened to. */
    @Inject
    StreamTimer(Streams streams, ManagedExecutorService serverThreads) {
        this.streams = streams;
        this.farewell = new Thread(() -> serverThreads.submit(streams::close), "monitoring-farewell");
    }

    void start(@Observes Startup startup) {
        Runtime.getRuntime().addShutdownHook(farewell);
        turning = timer.scheduleWithFixedDelay(this::turn, 1, 1, TimeUnit.SECONDS);
    }

    /** Must not throw: a periodic task that does is never run again. */
    private void turn() {
        try {
            streams.turn();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "readers of monitoring were not told of a snapshot", e);
        }
    }

    void revoked(@Observes KeyRevoked event) {
        streams.revoke(event.credential());
    }

    @PreDestroy
    void stop() {
        try {
            Runtime.getRuntime().removeShutdownHook(farewell);
        } catch (IllegalStateException e) {
            // the process is ending: the hook is at work, or was
        }
        if (turning != null) {
            turning.cancel(false);
        }
        streams.close();
    }
}
