package io.marketbell.publish.validation;

import io.marketbell.publish.ItemField;
import io.marketbell.publish.NotificationService.Fault;
import io.marketbell.publish.TextPolicy;
import io.marketbell.publish.TextPolicy.Kind;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;

/**
 * The texts of a valid item that its schema does not restrict: names, the key, the callback URL, and every string and
 * key of its body. Types, priorities and times are already restricted.
 */
public final class ItemTexts {
    private final TextPolicy policy;

    public ItemTexts(TextPolicy policy) {
        this.policy = policy;
    }

    /** Returns the first refused text as a fault. The rest of the item is not checked. */
    public List<Fault> refused(JsonObject item) {
        for (Map.Entry<String, JsonValue> member : item.entrySet()) {
            ItemField field = ItemField.labelled(member.getKey());
            boolean free = switch (field) {
                case INSTRUMENT, BROKER, RECIPIENTS, BODY, KEY, CALLBACK_URL -> true;
                case TYPE, PRIORITY, TIME, TIME_TO_LIVE, EXPIRES_AT -> false;
            };
            Kind kind = field == ItemField.BODY ? Kind.FREE_TEXT : Kind.IDENTIFIER;
            Fault found = free ? inValue(kind, field.pointer(), member.getValue()) : null;
            if (found != null) {
                return List.of(found);
            }
        }
        return List.of();
    }

    /** Returns the first refused text, or null. */
    private Fault inValue(Kind kind, String pointer, JsonValue value) {
        if (value instanceof JsonString string) {
            return inText(kind, pointer, string.getString());
        }
        return switch (value.getValueType()) {
            case OBJECT -> inObject(kind, pointer, value.asJsonObject());
            case ARRAY -> inArray(kind, pointer, value.asJsonArray());
            default -> null;
        };
    }

    private Fault inText(Kind kind, String pointer, String text) {
        String refusal = policy.refusal(kind, pointer, text);
        return refusal == null ? null : new Fault(pointer, refusal);
    }

    private Fault inObject(Kind kind, String pointer, JsonObject object) {
        for (Map.Entry<String, JsonValue> member : object.entrySet()) {
            String place = pointer + ItemFaults.step(member.getKey());
            Fault found = inText(Kind.IDENTIFIER, place, member.getKey());
            found = found == null ? inValue(kind, place, member.getValue()) : found;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private Fault inArray(Kind kind, String pointer, List<JsonValue> array) {
        for (int i = 0; i < array.size(); i++) {
            Fault found = inValue(kind, pointer + "/" + i, array.get(i));
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
