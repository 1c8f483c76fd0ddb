package io.marketbell.health.probe;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** The check {@code /health/live}. */
@Liveness
@ApplicationScoped
class LiveCheck implements HealthCheck {
    private final HealthProbes probes;

    /** Required for the container's client proxy. */
    protected LiveCheck() {
        this(null);
    }

    @Inject
    LiveCheck(HealthProbes probes) {
        this.probes = probes;
    }

    @Override
    public HealthCheckResponse call() {
        return ProbeResponses.of("live", probes.live());
    }
}
