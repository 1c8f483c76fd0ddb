package io.marketbell.channel.websocket;

import io.marketbell.channel.FramePolicy;
import io.marketbell.channel.FramePolicy.Kind;
import io.marketbell.json.Spelling;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Submits the member names and strings of a request, and its id, to the policy. Its method is one of a few words, and
 * credentials are exempt: they are only compared.
 */
final class FrameTextInspection {
    /** The parameters of all methods. Their values, at any depth, are identifiers; strings elsewhere are free text. */
    private static final Set<String> DEFINED = Set.of(
            "types", "instruments", "brokers", "min_priority", "epoch", "subscription", "resume_after", "offset");

    private static final Set<String> KNOWN = Set.of("method", "params", "req_id");

    private final FramePolicy policy;

    FrameTextInspection(FramePolicy policy) {
        this.policy = policy;
    }

    /** Returns the place of the first refused text, the empty pointer for the name of a member of the frame, or null. */
    String refused(JsonObject frame) {
        if (frame.get("req_id") instanceof JsonString id
                && policy.refuses(Kind.IDENTIFIER, "/req_id", id.getString())) {
            return "/req_id";
        }
        String found = frame.get("params") instanceof JsonObject params ? inObject("/params", params, null) : null;
        return found == null ? inUnknown(frame) : found;
    }

    /** In the members beside those of the protocol, which the server ignores. */
    private String inUnknown(JsonObject frame) {
        for (Map.Entry<String, JsonValue> member : frame.entrySet()) {
            String name = member.getKey();
            if (!KNOWN.contains(name)) {
                if (policy.refuses(Kind.IDENTIFIER, "", name)) {
                    return "";
                }
                String found = inValue(Kind.FREE_TEXT, step(name), member.getValue());
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private String inValue(Kind kind, String place, JsonValue value) {
        if (value instanceof JsonString text) {
            return policy.refuses(kind, place, text.getString()) ? place : null;
        }
        return switch (value.getValueType()) {
            case OBJECT -> inObject(place, value.asJsonObject(), kind);
            case ARRAY -> inArray(kind, place, value.asJsonArray());
            default -> null;
        };
    }

    /**
     * A refused member name is reported at the place of its object: the reply does not repeat it.
     *
     * @param kind of the members' values, or null where it depends on their names
     */
    private String inObject(String place, JsonObject object, Kind kind) {
        for (Map.Entry<String, JsonValue> member : object.entrySet()) {
            String name = member.getKey();
            if (policy.refuses(Kind.IDENTIFIER, place, name)) {
                return place;
            }
            Kind own = kind != null ? kind : DEFINED.contains(name) ? Kind.IDENTIFIER : Kind.FREE_TEXT;
            String found = inValue(own, place + step(name), member.getValue());
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private String inArray(Kind kind, String place, List<JsonValue> array) {
        for (int i = 0; i < array.size(); i++) {
            String found = inValue(kind, place + "/" + i, array.get(i));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** A member's name as a step of a JSON pointer. */
    private static String step(String name) {
        return "/" + Spelling.excerpt(name).replace("~", "~0").replace("/", "~1");
    }
}
