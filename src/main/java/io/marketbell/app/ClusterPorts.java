package io.marketbell.app;

import io.marketbell.cluster.Bus;
import io.marketbell.cluster.ClusterMode;
import io.marketbell.cluster.ClusterSettings;
import io.marketbell.cluster.Presence;
import io.marketbell.cluster.local.LocalBus;
import io.marketbell.cluster.local.LocalPresence;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/** Produces the ports to other nodes. No class of the Redis client is loaded unless the mode requires it. */
@ApplicationScoped
class ClusterPorts {
    private final ClusterMode mode;

    /** Required for the container's client proxy. */
    protected ClusterPorts() {
        this.mode = null;
    }

    @Inject
    ClusterPorts(Config config) {
        this.mode = ClusterSettings.of(config).mode();
    }

    @Produces
    @Singleton
    Bus bus() {
        return new LocalBus();
    }

    @Produces
    @Singleton
    Presence presence() {
        return new LocalPresence();
    }
}
