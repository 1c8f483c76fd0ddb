package io.marketbell.operations;

import io.marketbell.testkit.client.Json;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.List;

/** The dashboard of liberty/grafana. */
final class GrafanaDashboard {
    static final Path FILE = Path.of("liberty/grafana/marketbell.json");

    private final JsonObject json = Json.object(ShownMetrics.read(FILE));

    JsonObject json() {
        return json;
    }

    List<JsonObject> panels() {
        return json.getJsonArray("panels").getValuesAs(JsonObject.class);
    }

    /** The panels that show data; excludes headings. */
    List<JsonObject> charts() {
        return panels().stream()
                .filter(panel -> !panel.getString("type").equals("row"))
                .toList();
    }

    /** The expressions as sent to Prometheus, with Grafana's variables replaced. */
    List<String> expressions() {
        return charts().stream()
                .flatMap(panel -> panel.getJsonArray("targets").getValuesAs(JsonObject.class).stream())
                .map(target -> target.getString("expr").replace("$__rate_interval", "1m"))
                .toList();
    }
}
