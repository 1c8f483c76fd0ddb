package io.marketbell.cluster.leaving;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.marketbell.cluster.EngineReports;
import io.marketbell.thread.DaemonThreads;
import io.marketbell.thread.PeriodicTask;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Exchanges reports about both engines at each heartbeat, on a thread for each, and lets this node leave and return.
 * Survives every error.
 */
public final class LeavingNode implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LeavingNode.class.getName());

    /** In multiples of {@code deadAfter}: a node leaves in one of them, and its clients reconnect in another. */
    private static final int TURN = 3;

    private final Engine postgres;
    private final Engine redis;
    private final Duration heartbeat;
    private final Duration turn;
    private final LongSupplier nanoClock;
    private final Clients clients;
    private final ScheduledExecutorService threads =
            Executors.newScheduledThreadPool(2, DaemonThreads.named("marketbell-engines-"));

    private volatile Step step = Step.STAY;
    private volatile String reason = "";

    /** The clients of this node. Neither method blocks. */
    public interface Clients {
        /** Asks all clients to reconnect, and refuses new ones from now on. */
        void disconnect();

        /** Accepts clients again. */
        void accept();
    }

    private final class Engine {
        private final String name;
        private final EngineReports aboutTheOther;
        private final EngineLoss loss;
        private volatile long reachedAt = nanoClock.getAsLong();

        private Engine(String name, EngineReports aboutTheOther, Duration deadAfter) {
            this.name = name;
            this.aboutTheOther = aboutTheOther;
            this.loss = new EngineLoss(deadAfter);
        }

        private Duration sinceReached(long now) {
            return Duration.ofNanos(now - reachedAt);
        }
    }

    /**
     * @param overPostgres reports about Redis
     * @param overRedis reports about PostgreSQL
     */
    public LeavingNode(
            EngineReports overPostgres,
            EngineReports overRedis,
            Duration heartbeat,
            Duration deadAfter,
            LongSupplier nanoClock,
            Clients clients) {
        this.nanoClock = nanoClock;
        this.postgres = new Engine("PostgreSQL", overPostgres, deadAfter);
        this.redis = new Engine("Redis", overRedis, deadAfter);
        this.heartbeat = heartbeat;
        this.turn = deadAfter.multipliedBy(TURN);
        this.clients = clients;
    }

    public void start() {
        new PeriodicTask("reports over PostgreSQL", this::exchangeOverPostgres)
                .withFixedDelay(threads, 0, heartbeat.toMillis(), TimeUnit.MILLISECONDS);
        new PeriodicTask("reports over Redis", this::exchangeOverRedis)
                .withFixedDelay(threads, 0, heartbeat.toMillis(), TimeUnit.MILLISECONDS);
    }

    void exchangeOverPostgres() {
        exchange(postgres, redis);
    }

    void exchangeOverRedis() {
        exchange(redis, postgres);
    }

    private void exchange(Engine over, Engine about) {
        long began = nanoClock.getAsLong();
        Optional<Duration> others = over.aboutTheOther.exchange(about.sinceReached(began));
        if (others.isPresent()) {
            over.reachedAt = began;
        }
        long now = nanoClock.getAsLong();
        about.loss.evaluate(now, about.sinceReached(now), others, () -> over.aboutTheOther.takeTurn(turn));
        apply();
    }

    private synchronized void apply() {
        Engine lost = redis.loss.step().compareTo(postgres.loss.step()) > 0 ? redis : postgres;
        Step next = lost.loss.step();
        if (next == step) {
            return;
        }
        Step previous = step;
        step = next;
        reason = next == Step.STAY ? "" : "this node cannot reach " + lost.name + ", and other nodes can";
        if (next == Step.STAY) {
            LOG.log(INFO, "this node has returned to the cluster");
        } else if (previous == Step.STAY) {
            LOG.log(WARNING, "{0}; it is not ready", reason);
        } else if (next == Step.DISCONNECT) {
            LOG.log(WARNING, "{0}; its clients are asked to reconnect", reason);
        }
        if (next == Step.DISCONNECT) {
            clients.disconnect();
        } else if (previous == Step.DISCONNECT) {
            clients.accept();
        }
    }

    /** Returns why this node must receive no new clients; empty if it may. */
    public String reason() {
        return reason;
    }

    @Override
    public void close() {
        // not shutdownNow: the threads use the database
        threads.shutdown();
    }
}
