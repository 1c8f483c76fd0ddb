package io.marketbell.injection;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Reads the modes of injection detection, once. */
@ApplicationScoped
class InjectionBeans {
    static final String MODE = "marketbell.protection.injection.mode";
    static final String TEXT_MODE = "marketbell.protection.injection.text.mode";

    /** A plain singleton: it is called several times for each request, and a proxy would cost as much as the call. */
    @Produces
    @Singleton
    InjectionGuard guard(
            @ConfigProperty(name = MODE, defaultValue = "block") String mode,
            @ConfigProperty(name = TEXT_MODE, defaultValue = "block") String textMode) {
        return new InjectionGuard(InjectionMode.of(mode), InjectionMode.of(textMode));
    }
}
