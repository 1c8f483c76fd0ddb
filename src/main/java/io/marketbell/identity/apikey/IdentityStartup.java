package io.marketbell.identity.apikey;

import io.marketbell.cluster.Bus;
import io.marketbell.cluster.BusTopic;
import io.marketbell.cluster.ClusterSettings;
import io.marketbell.cluster.Members;
import io.marketbell.cluster.WakeUps;
import io.marketbell.thread.PeriodicTask;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Creates the first admin key, polls for revocations by other nodes, and stores the uses of keys. */
@ApplicationScoped
class IdentityStartup {
    private static final Logger LOG = System.getLogger(IdentityStartup.class.getName());
    /** Connections of a key that another node has revoked are closed within this time and that of a query. */
    static final long POLL_SECONDS = 2;

    private static final long USES_SECONDS = 10;

    private ScheduledFuture<?> polling;
    private ScheduledFuture<?> writing;

    void start(
            @Observes @Initialized(ApplicationScoped.class) Object event,
            ConfiguredApiKeys configured,
            ApiKeyStore store,
            ApiKeys keys,
            ApiKeyCache cache,
            Config config,
            @ConfigProperty(name = "marketbell.data.directory") Path dataDirectory,
            Instance<Members> members,
            Instance<Bus> bus,
            ManagedScheduledExecutorService timer) {
        String node = ClusterSettings.of(config).node();
        FirstAdminKey firstAdminKey = new FirstAdminKey(
                !configured.hasAdmin() && FirstAdminKeySetting.isWanted(config),
                store,
                keys,
                node,
                handover(dataDirectory, node));
        if (members.isResolvable()) {
            // other nodes may have revoked keys of connections to this node
            members.get().onPause(cache::poll);
        }
        if (bus.isResolvable()) {
            WakeUps revocations = new WakeUps(bus.get(), BusTopic.REVOKED);
            revocations.onArrival(timer, cache::poll);
            keys.onRevoked(revocations::send);
        }
        // Delayed: the schema may not be migrated yet, and the start must not wait for an unavailable database.
        polling = new PeriodicTask("poll of API keys", () -> tick(cache, firstAdminKey))
                .withFixedDelay(timer, 1, POLL_SECONDS, TimeUnit.SECONDS);
        writing = new PeriodicTask("uses of API keys", () -> write(cache))
                .withFixedDelay(timer, USES_SECONDS, USES_SECONDS, TimeUnit.SECONDS);
    }

    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
        if (polling != null) {
            polling.cancel(false);
            writing.cancel(false);
        }
    }

    private static void write(ApiKeyCache cache) {
        if (!cache.isUnavailable()) {
            try {
                cache.uses().write();
            } catch (RuntimeException e) {
                LOG.log(Level.DEBUG, "the uses of API keys could not be stored; will retry: {0}", e.toString());
            }
        }
    }

    private static void tick(ApiKeyCache cache, FirstAdminKey firstAdminKey) {
        try {
            cache.poll();
            if (!cache.isUnavailable()) {
                firstAdminKey.ensure();
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the API keys could not be polled; will retry: {0}", e.toString());
        }
    }

    private static FirstAdminKeyHandover handover(Path directory, String node) {
        return Terminal.writer()
                .<FirstAdminKeyHandover>map(terminal -> new FirstAdminKeyTerminal(terminal, node))
                .orElseGet(() -> new FirstAdminKeyFile(directory, node));
    }
}
