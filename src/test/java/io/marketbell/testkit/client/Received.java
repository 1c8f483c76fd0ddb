package io.marketbell.testkit.client;

import jakarta.json.JsonObject;
import java.util.List;

/** A message received by a connection. */
public sealed interface Received {

    record Data(long seq, List<JsonObject> notifications) implements Received {
        public Data {
            notifications = List.copyOf(notifications);
        }
    }

    record Status(String event, JsonObject json) implements Received {}

    record Heartbeat(JsonObject json) implements Received {}

    record Answer(Reply reply) implements Received {}

    /** The end of the connection; no message follows. Code 1006 if the connection broke without a close frame. */
    record Closed(int code, String reason) implements Received {}

    static Received of(JsonObject json) {
        if (json.containsKey("method")) {
            return new Answer(new Reply(json));
        }
        return switch (json.getString("channel")) {
            case "notifications" ->
                new Data(
                        json.getJsonNumber("seq").longValueExact(),
                        json.getJsonArray("data").getValuesAs(JsonObject.class));
            case "status" -> new Status(json.getString("event"), json);
            case "heartbeat" -> new Heartbeat(json);
            default -> throw new AssertionError("no such channel in the protocol: " + json);
        };
    }
}
