package io.marketbell.app;

import java.util.Set;
import org.eclipse.microprofile.config.Config;

/** What is measured, from MicroProfile Config; docs/operations.md lists it. */
record MetricsConfiguration(Config config) {

    /** Instruments whose trades are counted one by one. */
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
