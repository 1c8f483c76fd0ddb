package io.marketbell.blackbox.cluster;

import io.marketbell.testkit.client.Json;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.server.MarketbellServer;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;

/** Single durable notifications. */
final class Fills {
    private Fills() {}

    /** An accepted one. */
    record Published(String id, long offset) {}

    static JsonObjectBuilder to(User user) {
        return Json.object().add("type", "ORDER_FILLED").add("recipients", Json.strings(List.of(user.name())));
    }

    static Published publish(Node node, User user) {
        return publish(node, to(user).build());
    }

    static Published publish(Node node, JsonObject fill) {
        RestClient.Answer answer =
                node.rest(MarketbellServer.PUBLISHER).publish(fill).expect(202);
        return new Published(
                answer.json().getString("id"),
                answer.json().getJsonNumber("offset").longValue());
    }

    /** The state of a notification, as this node reports it. */
    static String state(Node node, Published fill) {
        return node.rest(MarketbellServer.OPERATOR)
                .get(RestClient.NOTIFICATIONS + '/' + fill.id())
                .expect(200)
                .json()
                .getString("state");
    }
}
