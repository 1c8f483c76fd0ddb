package io.marketbell.ingest;

import jakarta.json.JsonBuilderFactory;
import jakarta.json.spi.JsonProvider;
import java.util.Map;

/** JSON-P's factories, looked up once: its static methods search for a provider on each call. */
final class JsonProviders {
    static final JsonProvider PROVIDER = JsonProvider.provider();
    static final JsonBuilderFactory BUILDERS = PROVIDER.createBuilderFactory(Map.of());

    private JsonProviders() {}
}
