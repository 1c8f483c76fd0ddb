package io.marketbell.publish;

import jakarta.json.JsonBuilderFactory;
import jakarta.json.spi.JsonProvider;
import java.util.Map;

/** The factories of JSON-P, looked up once: the static methods of {@code Json} search for a provider on each call. */
public final class JsonProviders {
    public static final JsonProvider PROVIDER = JsonProvider.provider();
    public static final JsonBuilderFactory BUILDERS = PROVIDER.createBuilderFactory(Map.of());

    private JsonProviders() {}
}
