package io.marketbell.app;

import io.marketbell.publish.service.PublishService.Capacity;
import org.eclipse.microprofile.config.Config;

/** Publishing settings from MicroProfile Config, listed in docs/reference/settings.md. */
record PublishConfiguration(Config config) {

    Capacity capacity() {
        return new Capacity(
                config.getOptionalValue("marketbell.ingest.volatile.keys", Integer.class)
                        .orElse(200_000),
                config.getOptionalValue("marketbell.ingest.volatile.recent", Integer.class)
                        .orElse(50_000),
                config.getOptionalValue("marketbell.ingest.volatile.recent.bytes", Long.class)
                        .orElse(32L << 20));
    }
}
