package io.marketbell.health.watch;

import io.marketbell.health.RuntimeStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** Simulated ports of this package in the container. */
@ApplicationScoped
public class HealthNeighbours {
    static final ScriptedRuntimeStatus VITALS = new ScriptedRuntimeStatus();

    static void mend() {
        VITALS.reachable = true;
        VITALS.connections = 3;
        VITALS.threads.clear();
        VITALS.threads.addAll(List.of(new RuntimeStatus.ThreadReading("dispatcher 1", false, Duration.ZERO)));
    }

    @Produces
    @Singleton
    RuntimeStatus status() {
        return VITALS;
    }
}
