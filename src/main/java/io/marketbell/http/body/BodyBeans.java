package io.marketbell.http.body;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Produces the limits on bodies and exposes their use. */
@ApplicationScoped
class BodyBeans {

    @Produces
    @Singleton
    BodyBudget budget(@ConfigProperty(name = "marketbell.requests.body.bytes", defaultValue = "134217728") long bytes) {
        return new BodyBudget(bytes);
    }

    @Produces
    @Singleton
    BodiesInFlight inFlight(
            @ConfigProperty(name = "marketbell.requests.bodies.per.user", defaultValue = "100") int most) {
        return new BodiesInFlight(most);
    }

    void show(@Observes Startup startup, BodyBudget budget, BodiesInFlight inFlight, MetricRegistry metrics) {
        metrics.gauge(
                described("marketbell_request_body_bytes", "Estimated heap of request bodies in progress"),
                budget,
                BodyBudget::used);
        metrics.gauge(
                described(
                        "marketbell_request_bodies_refused",
                        "Request bodies refused because the memory budget was used up"),
                budget,
                BodyBudget::refused);
        metrics.gauge(
                described(
                        "marketbell_request_bodies_late", "Request bodies refused because they did not arrive in time"),
                budget,
                BodyBudget::late);
        metrics.gauge(
                described(
                        "marketbell_request_bodies_limited",
                        "Request bodies refused because their user or address sent too many at the same time"),
                inFlight,
                BodiesInFlight::refused);
    }

    private static Metadata described(String name, String description) {
        return Metadata.builder().withName(name).withDescription(description).build();
    }
}
