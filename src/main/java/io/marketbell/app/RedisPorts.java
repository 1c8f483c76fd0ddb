package io.marketbell.app;

import io.marketbell.cluster.ClusterSettings;
import io.marketbell.cluster.redis.BucketSettings;
import io.marketbell.cluster.redis.RedisBuckets;
import io.marketbell.cluster.redis.RedisBus;
import io.marketbell.cluster.redis.RedisKeys;
import io.marketbell.cluster.redis.RedisPresence;
import io.marketbell.cluster.redis.RedisReports;
import io.marketbell.cluster.redis.RedisServer;
import io.marketbell.cluster.redis.RedisSettings;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.MetricsService;
import io.marketbell.metrics.MetricsService.Tagged;
import io.marketbell.metrics.MetricsService.Timing;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.Config;

/** The ports over one Redis server. This class is linked, and the Redis client loaded, only if the mode requires it. */
final class RedisPorts implements AutoCloseable {
    /** The purpose of the key that authenticates the messages of the bus. */
    static final String BUS_KEY = "marketbell-bus";

    private final RedisServer server;
    private final RedisBus bus;
    private final RedisPresence presence;
    private final RedisKeys keys;
    private final RedisReports reports;
    private final RedisBuckets buckets;

    /**
     * @param key authenticates the messages of the bus
     * @param publishes a condition without which this node sends nothing
     */
    RedisPorts(Config config, boolean production, byte[] key, BooleanSupplier publishes, MetricsService metrics) {
        ClusterSettings cluster = ClusterSettings.of(config);
        RedisSettings settings = RedisSettings.of(config);
        if (production) {
            settings.demandProtection();
        }
        this.server = new RedisServer(settings);
        this.bus = new RedisBus(server, settings, cluster.heartbeat(), cluster.name(), cluster.node(), key);
        bus.sendWhile(publishes);
        bus.onScript(metrics.timings(Metric.BUS_SCRIPT_DURATION).of()::record);
        this.presence = new RedisPresence(server, cluster, settings);
        presence.start();
        this.keys = new RedisKeys(server, cluster.name());
        this.reports = new RedisReports(server, cluster, settings);
        this.buckets = new RedisBuckets(server, cluster.name(), BucketSettings.of(config));
        Tagged<? extends Timing> calls = metrics.timings(Metric.SHARED_LIMIT_DURATION);
        buckets.onCall((outcome, duration) ->
                calls.of(outcome.name().toLowerCase(Locale.ROOT)).record(duration.toNanos()));
    }

    RedisServer server() {
        return server;
    }

    RedisBus bus() {
        return bus;
    }

    RedisReports reportsAboutPostgres() {
        return reports;
    }

    RedisPresence presence() {
        return presence;
    }

    RedisKeys keys() {
        return keys;
    }

    RedisBuckets buckets() {
        return buckets;
    }

    @Override
    public void close() {
        buckets.close();
        presence.close();
        keys.close();
        bus.close();
        server.close();
    }
}
