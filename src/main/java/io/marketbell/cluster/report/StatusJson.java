package io.marketbell.cluster.report;

import io.marketbell.cluster.NodeStatus;
import io.marketbell.json.JsonMembers;
import io.marketbell.json.StrictJson;
import jakarta.json.JsonObject;

/** A status as a JSON text. Members of another release are ignored, and may be missing. */
final class StatusJson {
    private static final int DEPTH = 4;

    private StatusJson() {}

    static String of(NodeStatus status) {
        return new JsonMembers()
                .add("tag", status.tag())
                .add("version", status.version())
                .add("level", status.level())
                .add("connections", status.connections())
                .add("lag", status.lag())
                .add("skew_us", status.skewMicros())
                .add("bus", status.bus())
                .add("bus_lag_ms", status.busLagMillis())
                .build()
                .toString();
    }

    /** @throws IllegalArgumentException if the text is not a status */
    static NodeStatus read(String text) {
        JsonObject json = StrictJson.object(text, DEPTH);
        if (json == null) {
            throw new IllegalArgumentException("the status of a node is not a JSON object");
        }
        try {
            return new NodeStatus(
                    json.getString("tag", ""),
                    json.getString("version", ""),
                    json.getString("level", ""),
                    json.getInt("connections", 0),
                    number(json, "lag"),
                    number(json, "skew_us"),
                    json.getString("bus", ""),
                    number(json, "bus_lag_ms"));
        } catch (ClassCastException e) {
            throw new IllegalArgumentException("the status of a node has a member of another kind", e);
        }
    }

    private static long number(JsonObject json, String name) {
        return json.containsKey(name) ? json.getJsonNumber(name).longValue() : 0;
    }
}
