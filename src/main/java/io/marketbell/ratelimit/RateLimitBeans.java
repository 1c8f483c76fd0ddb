package io.marketbell.ratelimit;

import io.github.bucket4j.TimeMeter;
import io.marketbell.channel.FrameLimiter;
import io.marketbell.cluster.Bus;
import io.marketbell.cluster.BusTopic;
import io.marketbell.cluster.ClusterMode;
import io.marketbell.cluster.ClusterSettings;
import io.marketbell.cluster.Members;
import io.marketbell.cluster.SharedBuckets;
import io.marketbell.cluster.WakeUps;
import io.marketbell.database.Database;
import io.marketbell.edge.limit.EarlyCharge;
import io.marketbell.edge.limit.PageLimit;
import io.marketbell.http.route.Routes;
import io.marketbell.ratelimit.bucket.BucketRateLimiter;
import io.marketbell.ratelimit.bucket.LimitSettings;
import io.marketbell.ratelimit.bucket.RateLimiter;
import io.marketbell.ratelimit.bucket.SharedLimits;
import io.marketbell.ratelimit.frame.ConnectionFrameLimiter;
import io.marketbell.thread.PeriodicTask;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Produces the beans of rate limiting. Checks every few seconds whether settings or stored overrides have changed. */
@ApplicationScoped
class RateLimitBeans {
    private static final System.Logger LOG = System.getLogger(RateLimitBeans.class.getName());
    /** Overrides of other nodes apply within this time and that of a query. */
    static final long LOOK_SECONDS = 2;

    private final TimeMeter clock = TimeMeter.SYSTEM_NANOTIME;

    @Resource
    private ManagedScheduledExecutorService timer;

    private final LimitConfiguration configuration;
    private LimitSettings settings;
    private SharedBuckets sharedBuckets;
    private SharedLimits shared;
    private BucketRateLimiter limiter;
    private ScheduledFuture<?> looking;

    /** Required by the container's proxy. */
    protected RateLimitBeans() {
        this.configuration = null;
    }

    @Inject
    RateLimitBeans(Config config, Instance<SharedBuckets> buckets, Instance<Members> members) {
        this.configuration = new LimitConfiguration(config);
        this.settings = configuration.settings();
        ClusterSettings cluster = ClusterSettings.of(config);
        if (cluster.mode() == ClusterMode.REDIS) {
            Members nodes = members.get();
            sharedBuckets = buckets.get();
            shared = new SharedLimits(
                    sharedBuckets, () -> Math.max(cluster.nodes(), nodes.aliveCount()), RequestCharge.HEAVIEST);
        }
        this.limiter = new BucketRateLimiter(settings, clock, shared);
    }

    void start(@Observes Startup startup, Overrides kept, Instance<Bus> bus, MetricRegistry metrics) {
        metrics.gauge(
                described("marketbell_rate_limit_buckets", "Buckets of users, addresses and handshakes"),
                limiter::buckets);
        metrics.gauge(
                described(
                        "marketbell_rate_limit_buckets_used_ratio",
                        "Used share of the maximum number of buckets, of the policy with the highest share, from 0 to 1"),
                limiter::bucketsUsed);
        metrics.gauge(
                described(
                        "marketbell_rate_limit_pages_exceeded",
                        "Requests to /metrics and /openapi above the rate limit of their client address"),
                PageLimit::exceededOnThisServer);
        if (shared != null) {
            sharedGauges(metrics);
        }
        if (bus.isResolvable()) {
            WakeUps changes = new WakeUps(bus.get(), BusTopic.LIMITS);
            changes.onArrival(timer, kept::synchronize);
            kept.onStored(changes::send);
        }
        looking = new PeriodicTask("poll of rate limits", () -> look(kept))
                .withFixedDelay(timer, 1, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    private void sharedGauges(MetricRegistry metrics) {
        metrics.gauge(
                described(
                        "marketbell_rate_limit_shared_up",
                        "1 while this node uses the rate limits in Redis, 0 while it grants its share alone"),
                () -> sharedBuckets.isUp() ? 1 : 0);
        metrics.gauge(
                described(
                        "marketbell_rate_limit_shared_suspensions",
                        "Times that calls were suspended because five in succession had failed"),
                sharedBuckets::suspensions);
        metrics.gauge(
                described(
                        "marketbell_rate_limit_shared_local_decisions",
                        "Decisions that this node made alone, because the rate limits in Redis were unreachable"),
                shared::decidedAlone);
    }

    private static Metadata described(String name, String description) {
        return Metadata.builder().withName(name).withDescription(description).build();
    }

    private void look(Overrides kept) {
        try {
            LimitSettings found = configuration.settings();
            if (!found.equals(settings)) {
                limiter.configure(found);
                settings = found;
                LOG.log(Level.INFO, "changed settings of rate limits are applied");
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "changed settings of rate limits are invalid and ignored: {0}", e.toString());
        }
        kept.synchronize();
    }

    @PreDestroy
    void stop() {
        if (looking != null) {
            looking.cancel(false);
        }
    }

    /** The limiter for the whole application. */
    @Produces
    @ApplicationScoped
    RateLimiter rateLimiter() {
        return limiter;
    }

    /** The same limiter for this package, with its package-internal methods. */
    @Produces
    @Singleton
    @Typed(BucketRateLimiter.class)
    BucketRateLimiter buckets() {
        return limiter;
    }

    @Produces
    @Singleton
    Overrides overrides(Database database, Config config) {
        boolean isShared = ClusterSettings.of(config).mode() != ClusterMode.SINGLE;
        return new Overrides(limiter, new OverrideTable(database, InstantSource.system(), isShared));
    }

    @Produces
    @Singleton
    Endpoints endpoints(Routes routes) {
        return new Endpoints(routes);
    }

    @Produces
    @Singleton
    EarlyCharge earlyCharge() {
        return new AddressCharge(limiter);
    }

    @Produces
    @Singleton
    FrameLimiter frameLimiter() {
        return address -> new ConnectionFrameLimiter(limiter, clock, address);
    }
}
