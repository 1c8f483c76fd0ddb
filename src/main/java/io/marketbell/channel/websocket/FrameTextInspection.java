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
 * Passes the member names, the strings and the id of a request to the policy. Exempt are the method, which is one of a
 * few known words, and credentials, which are only compared.
 */
final class FrameTextInspection {
    /** The parameters of all methods. Their values, at any depth, are identifiers; other strings are free text. */
    private static final Set<String> DEFINED = Set.of(
            "types", "instruments", "brokers", "min_priority", "epoch", "subscription", "resume_after", "offset");

    private static final Set<String> KNOWN = Set.of("method", "params", "req_id");

    private final FramePolicy policy;

    FrameTextInspection(FramePolicy policy) {
        this.policy = policy;
    }

    /**
     * Returns the location of the first refused text, the empty pointer for a member name at the top level of the
     * frame, or null.
     */
    String refused(JsonObject frame) {
        if (frame.get("req_id") instanceof JsonString id
                && policy.refuses(Kind.IDENTIFIER, "/req_id", id.getString())) {
            return "/req_id";
        }
        String found = frame.get("params") instanceof JsonObject params ? inObject("/params", params, null) : null;
        return found == null ? inUnknown(frame) : found;
    }

    /** Checks members that are not part of the protocol; the server ignores them otherwise. */
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
     * Reports a refused member name at the location of its object, because the reply must not repeat the name.
     *
     * @param kind of the members' values, or null if it depends on their names
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

    /** Returns a member name as a segment of a JSON pointer. */
    private static String step(String name) {
        return "/" + Spelling.excerpt(name).replace("~", "~0").replace("/", "~1");
    }
}
