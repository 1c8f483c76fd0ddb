package io.marketbell.health.probe;

import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** Converts probes to MicroProfile Health responses. */
final class ProbeResponses {
    private ProbeResponses() {}

    static HealthCheckResponse of(String name, ProbeResult probe) {
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
