package io.marketbell.testkit.client;

import jakarta.json.JsonObject;

/** The reply to a request frame. */
public record Reply(JsonObject json) {

    public boolean success() {
        return json.getBoolean("success");
    }

    public JsonObject result() {
        if (!success()) {
            throw new AssertionError("refused: " + json);
        }
        return json.getJsonObject("result");
    }

    public int errorCode() {
        return error().getInt("code");
    }

    public JsonObject error() {
        if (success()) {
            throw new AssertionError("not refused: " + json);
        }
        return json.getJsonObject("error");
    }

    /** The subscription id from a successful {@code subscribe}. */
    public String subscription() {
        return result().getString("subscription");
    }
}
