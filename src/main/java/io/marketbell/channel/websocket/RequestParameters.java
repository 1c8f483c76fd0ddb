package io.marketbell.channel.websocket;

import io.marketbell.json.WholeNumber;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The parameters of a request by name. Faults are collected, so that the client gets all of them in one reply. */
final class RequestParameters {
    private final JsonObject members;
    private final List<String> faults = new ArrayList<>();

    RequestParameters(JsonObject members) {
        this.members = members;
    }

    List<String> faults() {
        return faults;
    }

    void fault(String detail) {
        faults.add(detail);
    }

    /** Returns a non-empty text, or null if absent. */
    String text(String name) {
        JsonValue value = members.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof JsonString text && !text.getString().isBlank()) {
            return text.getString();
        }
        fault(name + " must be a non-empty string");
        return null;
    }

    List<String> texts(String name) {
        JsonValue value = members.get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof JsonArray array)) {
            fault(name + " must be an array of strings");
            return List.of();
        }
        List<String> texts = new ArrayList<>(array.size());
        for (JsonValue element : array) {
            if (!(element instanceof JsonString text)) {
                fault(name + " must be an array of strings");
                return List.of();
            }
            texts.add(text.getString());
        }
        return texts;
    }

    /** Returns false if absent. */
    boolean flag(String name) {
        JsonValue value = members.getOrDefault(name, JsonValue.FALSE);
        if (value.equals(JsonValue.TRUE) || value.equals(JsonValue.FALSE)) {
            return value.equals(JsonValue.TRUE);
        }
        fault(name + " must be true or false");
        return false;
    }

    long offset(String name, long absent) {
        JsonValue value = members.get(name);
        if (value == null) {
            return absent;
        }
        OptionalLong offset = WholeNumber.of(value);
        if (offset.isPresent() && offset.getAsLong() >= 0) {
            return offset.getAsLong();
        }
        fault(name + " must be a non-negative integer");
        return 0;
    }
}
