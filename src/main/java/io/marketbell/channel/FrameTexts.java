package io.marketbell.channel;

import io.marketbell.notification.Spelling;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;

/** The keys and strings of a request's parameters, and its id. Credentials are left alone: they are only compared. */
final class FrameTexts {
    private final FramePolicy policy;

    FrameTexts(FramePolicy policy) {
        this.policy = policy;
    }

    /** Where the first refused text stands, or null. */
    String refused(JsonObject frame) {
        if (frame.get("req_id") instanceof JsonString id && policy.refuses("/req_id", id.getString())) {
            return "/req_id";
        }
        JsonValue params = frame.get("params");
        return params == null ? null : inValue("/params", params);
    }

    private String inValue(String place, JsonValue value) {
        if (value instanceof JsonString text) {
            return policy.refuses(place, text.getString()) ? place : null;
        }
        return switch (value.getValueType()) {
            case OBJECT -> inObject(place, value.asJsonObject());
            case ARRAY -> inArray(place, value.asJsonArray());
            default -> null;
        };
    }

    private String inObject(String place, JsonObject object) {
        for (Map.Entry<String, JsonValue> member : object.entrySet()) {
            String inside = place + "/" + Spelling.excerpt(member.getKey());
            String found = policy.refuses(place, member.getKey()) ? place : inValue(inside, member.getValue());
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private String inArray(String place, List<JsonValue> array) {
        for (int i = 0; i < array.size(); i++) {
            String found = inValue(place + "/" + i, array.get(i));
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
