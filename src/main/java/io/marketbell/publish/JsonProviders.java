package io.marketbell.publish;

import jakarta.json.JsonBuilderFactory;
import jakarta.json.spi.JsonProvider;
import java.util.Map;

/** JSON-P's factories, looked up once: its static methods search for a provider on each call. */
public final class JsonProviders {
    public static final JsonProvider PROVIDER = JsonProvider.provider();
    public static final JsonBuilderFactory BUILDERS = PROVIDER.createBuilderFactory(Map.of());

    private JsonProviders() {}
}
