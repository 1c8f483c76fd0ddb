package io.marketbell.app;

import io.marketbell.cluster.Bus;
import io.marketbell.cluster.ClusterMode;
import io.marketbell.cluster.ClusterSettings;
import io.marketbell.cluster.EngineReports;
import io.marketbell.cluster.Members;
import io.marketbell.cluster.Presence;
import io.marketbell.cluster.SharedBuckets;
import io.marketbell.cluster.SharedKeys;
import io.marketbell.cluster.leaving.LeavingNode;
import io.marketbell.cluster.local.LocalBuckets;
import io.marketbell.cluster.local.LocalBus;
import io.marketbell.cluster.local.LocalKeys;
import io.marketbell.cluster.local.LocalPresence;
import io.marketbell.delivery.shard.ShardedDeliveryHub;
import io.marketbell.identity.apikey.DerivedKeys;
import io.marketbell.metrics.MetricsService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Produces the ports to other nodes. No class of the Redis client is loaded unless the mode requires it. */
@ApplicationScoped
class ClusterPorts {
    private final Config config;
    private final boolean production;
    private final Members members;
    private final DerivedKeys keys;
    private final MetricsService metrics;

    private RedisPorts redis;

    /** Required for the container's client proxy. */
    protected ClusterPorts() {
        this.config = null;
        this.production = false;
        this.members = null;
        this.keys = null;
        this.metrics = null;
    }

    @Inject
    ClusterPorts(
            Config config,
            @ConfigProperty(name = "marketbell.production", defaultValue = "false") boolean production,
            Members members,
            DerivedKeys keys,
            MetricsService metrics) {
        this.config = config;
        this.production = production;
        this.members = members;
        this.keys = keys;
        this.metrics = metrics;
    }

    /** Returns the ports over Redis; empty in the other modes. */
    synchronized Optional<RedisPorts> redis() {
        if (redis == null && ClusterSettings.of(config).mode() == ClusterMode.REDIS) {
            redis = new RedisPorts(
                    config,
                    production,
                    keys.of(RedisPorts.BUS_KEY),
                    () -> members.refusal().isEmpty(),
                    metrics);
        }
        return Optional.ofNullable(redis);
    }

    @Produces
    @Singleton
    Bus bus() {
        return redis().<Bus>map(RedisPorts::bus).orElseGet(LocalBus::new);
    }

    @Produces
    @Singleton
    SharedKeys sharedKeys() {
        return redis().<SharedKeys>map(RedisPorts::keys).orElseGet(LocalKeys::new);
    }

    /** Returns the buckets of rate limits, which are used only in the mode {@code redis}. */
    @Produces
    @Singleton
    SharedBuckets sharedBuckets() {
        return redis().<SharedBuckets>map(RedisPorts::buckets)
                .orElseGet(() -> new LocalBuckets(() -> TimeUnit.NANOSECONDS.toMicros(System.nanoTime())));
    }

    @Produces
    @Singleton
    Presence presence() {
        RedisPorts used = redis().orElse(null);
        return used == null ? new LocalPresence() : used.presence();
    }

    /** Returns the node's decision to leave the cluster; empty if it has only one engine. */
    Optional<LeavingNode> leaving(EngineReports aboutRedis, ShardedDeliveryHub hub) {
        RedisPorts used = redis().orElse(null);
        if (used == null) {
            return Optional.empty();
        }
        ClusterSettings cluster = ClusterSettings.of(config);
        return Optional.of(new LeavingNode(
                aboutRedis,
                used.reportsAboutPostgres(),
                cluster.heartbeat(),
                cluster.deadAfter(),
                System::nanoTime,
                new LeavingNode.Clients() {
                    @Override
                    public void disconnect() {
                        hub.disconnectClients();
                    }

                    @Override
                    public void accept() {
                        hub.acceptClients();
                    }
                }));
    }

    /** Returns the action that ends the use of Redis, after everything that may use it was closed. */
    Runnable closing() {
        Optional<RedisPorts> used = redis();
        return () -> used.ifPresent(RedisPorts::close);
    }
}
