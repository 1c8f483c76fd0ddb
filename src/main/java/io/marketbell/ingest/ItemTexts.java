package io.marketbell.ingest;

import io.marketbell.ingest.NotificationService.Fault;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;

/**
 * The texts of a valid item that its schema leaves free: names, the key, the callback's URL, and every string and key of
 * its body. Types, priorities and times are confined already.
 */
final class ItemTexts {
    private static final String DETAIL = "looks like an attack";

    private final TextPolicy policy;

    ItemTexts(TextPolicy policy) {
        this.policy = policy;
    }

    /** The first that is refused; the rest of such an item is of no interest. */
    List<Fault> refused(JsonObject item) {
        for (Map.Entry<String, JsonValue> member : item.entrySet()) {
            Field field = Field.labelled(member.getKey());
            boolean free = switch (field) {
                case INSTRUMENT, BROKER, RECIPIENTS, BODY, KEY, CALLBACK_URL -> true;
                case TYPE, PRIORITY, TIME, TIME_TO_LIVE, EXPIRES_AT -> false;
            };
            String place = free ? inValue(field.pointer(), member.getValue()) : null;
            if (place != null) {
                return List.of(new Fault(place, DETAIL));
            }
        }
        return List.of();
    }

    /** Where the first refused text stands, or null. */
    private String inValue(String pointer, JsonValue value) {
        if (value instanceof JsonString string) {
            return policy.refuses(pointer, string.getString()) ? pointer : null;
        }
        return switch (value.getValueType()) {
            case OBJECT -> inObject(pointer, value.asJsonObject());
            case ARRAY -> inArray(pointer, value.asJsonArray());
            default -> null;
        };
    }

    private String inObject(String pointer, JsonObject object) {
        for (Map.Entry<String, JsonValue> member : object.entrySet()) {
            String place = pointer + Faults.step(member.getKey());
            if (policy.refuses(place, member.getKey())) {
                return place;
            }
            String found = inValue(place, member.getValue());
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private String inArray(String pointer, List<JsonValue> array) {
        for (int i = 0; i < array.size(); i++) {
            String found = inValue(pointer + "/" + i, array.get(i));
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
