package io.marketbell.ingest;

import jakarta.json.JsonBuilderFactory;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParserFactory;
import java.util.Map;

/** JSON-P's factories, looked up once: its static methods search for a provider on each call. */
final class Json {
    static final JsonProvider PROVIDER = JsonProvider.provider();
    /** Parsson reads 15 million characters at most by default, which is less than a whole request may have. */
    private static final Map<String, Integer> PARSING =
            Map.of("org.eclipse.parsson.maxParsingLimit", Limits.REQUEST_BYTES + 1);

    static final JsonBuilderFactory BUILDERS = PROVIDER.createBuilderFactory(Map.of());
    static final JsonParserFactory PARSERS = PROVIDER.createParserFactory(PARSING);

    private Json() {}
}
