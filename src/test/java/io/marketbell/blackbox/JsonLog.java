package io.marketbell.blackbox;

import io.marketbell.testkit.client.Json;
import io.marketbell.testkit.server.MarketbellServer;
import jakarta.json.JsonObject;
import java.util.List;

/** The console of a server with LOG_FORMAT=JSON. */
final class JsonLog {
    private JsonLog() {}

    /** The lines of the product whose message contains this text. */
    static List<JsonObject> lines(MarketbellServer server, String text) {
        return server.log()
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(Json::object)
                .filter(line -> line.getString("message", "").contains(text))
                .toList();
    }
}
