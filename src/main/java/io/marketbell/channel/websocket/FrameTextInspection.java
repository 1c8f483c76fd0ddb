package io.marketbell.channel.websocket;

import io.marketbell.json.JsonPlace;
import io.marketbell.json.TextPolicy;
import io.marketbell.json.TextPolicy.Kind;
import io.marketbell.json.TextWalker;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
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

    /** Other members are not part of the protocol. They are checked, although the server ignores them otherwise. */
    private static final Set<String> KNOWN = Set.of("method", "params", "req_id");

    private static final JsonPlace ID = JsonPlace.ROOT.member("req_id");
    private static final JsonPlace PARAMS = JsonPlace.ROOT.member("params");

    private final TextPolicy policy;
    private final Walker identifiers = new Walker(Kind.IDENTIFIER);
    private final Walker freeText = new Walker(Kind.FREE_TEXT);

    FrameTextInspection(TextPolicy policy) {
        this.policy = policy;
    }

    /**
     * A refused text.
     *
     * @param pointer its location; that of the object for a member name, because the reply must not repeat the name
     * @param reason the reason and the advice of the policy
     */
    record Refused(String pointer, String reason) {

        boolean isRequestId() {
            return pointer.equals("/req_id");
        }

        String detail() {
            return (pointer.isEmpty() ? "a member's name" : pointer) + ' ' + reason;
        }
    }

    /**
     * Returns the first refused text, or null.
     *
     * @param secret whether the parameters are credentials, which are neither inspected nor logged
     */
    Refused refused(JsonObject frame, boolean secret) {
        Refused found = frame.get("req_id") instanceof JsonString id ? identifiers.walk(ID, id) : null;
        if (found == null && !secret && frame.get("params") instanceof JsonObject params) {
            found = inMembers(PARAMS, params, Set.of());
        }
        return found == null ? inMembers(JsonPlace.ROOT, frame, KNOWN) : found;
    }

    private Refused inMembers(JsonPlace place, JsonObject object, Set<String> exempt) {
        for (Map.Entry<String, JsonValue> member : object.entrySet()) {
            String name = member.getKey();
            if (!exempt.contains(name)) {
                Walker walker = place == PARAMS && DEFINED.contains(name) ? identifiers : freeText;
                Refused found = walker.name(place, name);
                found = found == null ? walker.walk(place.member(name), member.getValue()) : found;
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private final class Walker extends TextWalker<Refused> {
        private final Kind strings;

        Walker(Kind strings) {
            this.strings = strings;
        }

        @Override
        protected Refused name(JsonPlace object, String name) {
            return refused(Kind.IDENTIFIER, object, name);
        }

        @Override
        protected Refused text(JsonPlace place, String text) {
            return refused(strings, place, text);
        }

        private Refused refused(Kind kind, JsonPlace place, String text) {
            String reason = policy.refusal(kind, place, text);
            return reason == null ? null : new Refused(place.pointer(), reason);
        }
    }
}
