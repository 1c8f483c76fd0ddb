package io.marketbell.deadletter;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.marketbell.database.Database;
import io.marketbell.database.DatabaseTasks;
import io.marketbell.thread.PeriodicTask;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.concurrent.ScheduledFuture;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Produces the beans of this package, flushes the queue five times a second, and registers the metrics. */
@ApplicationScoped
class DeadLetterBeans {

    private static final long FLUSH_MILLISECONDS = 200;

    /** The number of letters that may be added in a row without a flush must fit. */
    private static final int SMALLEST_QUEUE = 1_000;

    private final InstantSource clock;
    private final DeadLetterStore store;
    private final DeadLetterQueue queue;

    @Resource
    private ManagedScheduledExecutorService executor;

    private ScheduledFuture<?> flushing;

    protected DeadLetterBeans() {
        this.clock = null;
        this.store = null;
        this.queue = null;
    }

    @Inject
    DeadLetterBeans(
            Database database,
            DatabaseTasks tasks,
            Instance<InstantSource> clock,
            @ConfigProperty(name = "marketbell.deadletter.size", defaultValue = "100000") long size,
            @ConfigProperty(name = "marketbell.deadletter.queue.size", defaultValue = "10000") int queueSize) {
        this.clock = clock.isResolvable() ? clock.get() : InstantSource.system();
        store = new DatabaseDeadLetters(database);
        queue = new DeadLetterQueue(store, this.clock, size, Math.max(queueSize, SMALLEST_QUEUE), tasks);
    }

    void start(@Observes Startup startup, MetricRegistry metrics) {
        metrics.gauge(
                Metadata.builder()
                        .withName("marketbell_dead_letters")
                        .withDescription("Dead letters stored")
                        .build(),
                queue,
                DeadLetterQueue::size);
        Counter evicted = metrics.counter(Metadata.builder()
                .withName("marketbell_dead_letters_evicted_total")
                .withDescription("Dead letters evicted by newer ones")
                .build());
        flushing = new PeriodicTask("dead letters", () -> flush(evicted))
                .withFixedDelay(executor, FLUSH_MILLISECONDS, FLUSH_MILLISECONDS, MILLISECONDS);
    }

    private void flush(Counter evicted) {
        queue.writeAndEvict();
        evicted.inc(queue.evicted() - evicted.getCount());
    }

    @PreDestroy
    void stop() {
        if (flushing != null) {
            flushing.cancel(false);
        }
        queue.flush();
    }

    @Produces
    @ApplicationScoped
    DeadLetters deadLetters() {
        return queue;
    }

    @Produces
    DeadLetterStore store() {
        return store;
    }

    @Produces
    Replays replays(Republisher republisher, CallbackRetry callbacks, DatabaseTasks tasks) {
        return new Replays(store, republisher, callbacks, clock, tasks);
    }
}
