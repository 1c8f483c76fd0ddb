package io.marketbell.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses to start in production with the password of the key store that everybody knows from the configuration. */
@ApplicationScoped
class PublicPassword {
    /** As in server-config/includes/security.xml. */
    static final String KNOWN = "marketbell-development";

    void check(
            @Observes @Initialized(ApplicationScoped.class) Object event,
            @ConfigProperty(name = "marketbell.production", defaultValue = "false") boolean production,
            @ConfigProperty(name = "KEYSTORE_PASSWORD") Optional<String> password) {
        require(production, password);
    }

    static void require(boolean production, Optional<String> password) {
        if (production && password.filter(set -> !set.equals(KNOWN)).isEmpty()) {
            throw new IllegalStateException("KEYSTORE_PASSWORD must be set in production: its default is public."
                    + " Marketbell does not start.");
        }
    }
}
