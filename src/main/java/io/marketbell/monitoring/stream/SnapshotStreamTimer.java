package io.marketbell.monitoring.stream;

import io.marketbell.identity.ApiKeyRevoked;
import io.marketbell.shutdown.ShutdownTask;
import io.marketbell.thread.PeriodicTask;
import io.marketbell.thread.PolledWait;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Runs the periodic work of the event streams while the application runs. */
@ApplicationScoped
class SnapshotStreamTimer {
    /** Time limit for ending all streams at shutdown; the server then closes the remaining ones. */
    private static final long END_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final SnapshotStreams streams;
    private final ShutdownTask shutdownTask;

    @Resource
    private ManagedScheduledExecutorService timer;

    private final PolledWait end = new PolledWait();
    private ScheduledFuture<?> sending;

    /** Required for the container's client proxy. */
    protected SnapshotStreamTimer() {
        this.streams = null;
        this.shutdownTask = null;
    }

    @Inject
    SnapshotStreamTimer(SnapshotStreams streams) {
        this.streams = streams;
        this.shutdownTask = new ShutdownTask("monitoring", this::endStreams);
    }

    void start(@Observes Startup startup) {
        shutdownTask.register();
        sending =
                new PeriodicTask("monitoring streams", streams::sendAll).withFixedDelay(timer, 1, 1, TimeUnit.SECONDS);
    }

    private void endStreams() {
        end.until(streams::close, System.nanoTime() + END_TIMEOUT_NANOS);
    }

    void revoked(@Observes ApiKeyRevoked event) {
        streams.revoke(event.credentials());
    }

    @PreDestroy
    void stop() {
        shutdownTask.unregister();
        if (sending != null) {
            sending.cancel(false);
        }
        streams.close();
    }
}
