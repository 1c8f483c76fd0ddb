package io.marketbell.health.probe;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** The check {@code /health/started}. */
@Startup
@ApplicationScoped
class StartedCheck implements HealthCheck {
    private final HealthProbes probes;

    /** Required for the container's client proxy. */
    protected StartedCheck() {
        this(null);
    }

    @Inject
    StartedCheck(HealthProbes probes) {
        this.probes = probes;
    }

    @Override
    public HealthCheckResponse call() {
        return ProbeResponses.of("started", probes.started());
    }
}
