package io.marketbell.monitoring;

import io.marketbell.identity.KeyRevoked;
import io.marketbell.stream.Farewell;
import io.marketbell.thread.PeriodicTask;
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
class StreamTimer {
    /** Time limit for ending all streams at shutdown; the server then closes the remaining ones. */
    private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Streams streams;
    private final Farewell farewell;

    @Resource
    private ManagedScheduledExecutorService timer;

    private ScheduledFuture<?> turning;

    /** Required for the container's client proxy. */
    protected StreamTimer() {
        this.streams = null;
        this.farewell = null;
    }

    @Inject
    StreamTimer(Streams streams) {
        this.streams = streams;
        this.farewell = new Farewell("monitoring", this::endStreams);
    }

    void start(@Observes Startup startup) {
        farewell.listen();
        turning = new PeriodicTask("monitoring streams", streams::turn).withFixedDelay(timer, 1, 1, TimeUnit.SECONDS);
    }

    private void endStreams() {
        long deadline = System.nanoTime() + FAREWELL_NANOS;
        try {
            while (!streams.close() && System.nanoTime() - deadline < 0) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void revoked(@Observes KeyRevoked event) {
        streams.revoke(event.credentials());
    }

    @PreDestroy
    void stop() {
        farewell.callOff();
        if (turning != null) {
            turning.cancel(false);
        }
        streams.close();
    }
}
