package io.marketbell.app;

import io.marketbell.cluster.Bus;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;

/** Starts the bus after all receivers of its messages were registered. */
@ApplicationScoped
class ClusterStart {
    private static final int LAST = Integer.MAX_VALUE - 1;

    void start(@Observes @Priority(LAST) Startup startup, Bus bus) {
        bus.start();
    }
}
