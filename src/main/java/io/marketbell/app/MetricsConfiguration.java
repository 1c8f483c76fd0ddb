package io.marketbell.app;

import java.util.Set;
import org.eclipse.microprofile.config.Config;

/** Metrics settings from MicroProfile Config, listed in docs/reference/settings-operation.md. */
record MetricsConfiguration(Config config) {

    /** Returns the instruments whose trades are counted separately. */
    Set<String> instruments() {
        return config.getOptionalValue("marketbell.metrics.instruments", String[].class)
                .map(Set::of)
                .orElse(Set.of());
    }

    int openOrders() {
        return config.getOptionalValue("marketbell.metrics.open.orders", Integer.class)
                .orElse(100_000);
    }
}
