package io.marketbell.health.probe;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** The checks {@code /health/started}, {@code /health/live} and {@code /health/ready}. */
@ApplicationScoped
class HealthChecks {

    @Produces
    @Startup
    HealthCheck started(HealthProbes probes) {
        return () -> response("started", probes.started());
    }

    @Produces
    @Liveness
    HealthCheck live(HealthProbes probes) {
        return () -> response("live", probes.live());
    }

    @Produces
    @Readiness
    HealthCheck ready(HealthProbes probes) {
        return () -> response("ready", probes.ready());
    }

    private static HealthCheckResponse response(String name, ProbeResult probe) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named(name).status(probe.isUp());
        probe.figures().forEach((figure, value) -> {
            if (value instanceof Boolean truth) {
                response.withData(figure, truth);
            } else if (value instanceof Long number) {
                response.withData(figure, number);
            } else {
                response.withData(figure, value.toString());
            }
        });
        return response.build();
    }
}
