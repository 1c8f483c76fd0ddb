package io.marketbell.protection;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Reads the mode of the detector, once. */
@ApplicationScoped
class InjectionBeans {

    /** A singleton and no more: it is asked several times for each request, and a proxy would cost as much as itself. */
    @Produces
    @Singleton
    InjectionGuard guard(
            @ConfigProperty(name = "marketbell.protection.injection.mode", defaultValue = "block") String mode) {
        return new InjectionGuard(InjectionMode.of(mode));
    }
}
