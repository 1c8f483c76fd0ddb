package io.marketbell.health.probe;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The check {@code /health/ready}. */
@Readiness
@ApplicationScoped
class ReadyCheck implements HealthCheck {
    private final HealthProbes probes;

    /** Required for the container's client proxy. */
    protected ReadyCheck() {
        this(null);
    }

    @Inject
    ReadyCheck(HealthProbes probes) {
        this.probes = probes;
    }

    @Override
    public HealthCheckResponse call() {
        return ProbeResponses.of("ready", probes.ready());
    }
}
