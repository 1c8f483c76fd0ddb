package io.marketbell.publish.validation;

import io.marketbell.json.JsonPlace;
import io.marketbell.json.TextPolicy;
import io.marketbell.json.TextPolicy.Kind;
import io.marketbell.json.TextWalker;
import io.marketbell.publish.ItemField;
import io.marketbell.publish.NotificationService.Fault;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;

/**
 * The texts of a valid item that its schema does not restrict: names, the key, the callback URL, and every string and
 * key of its body. Types, priorities and times are already restricted.
 */
public final class ItemTexts {
    private final TextWalker<Fault> identifiers;
    private final TextWalker<Fault> body;

    public ItemTexts(TextPolicy policy) {
        this.identifiers = new Walker(policy, Kind.IDENTIFIER);
        this.body = new Walker(policy, Kind.FREE_TEXT);
    }

    /** Returns the first refused text as a fault. The rest of the item is not checked. */
    public List<Fault> refused(JsonObject item) {
        for (Map.Entry<String, JsonValue> member : item.entrySet()) {
            JsonPlace place = JsonPlace.ROOT.member(member.getKey());
            Fault found = switch (ItemField.labelled(member.getKey())) {
                case INSTRUMENT, BROKER, RECIPIENTS, KEY, CALLBACK_URL -> identifiers.walk(place, member.getValue());
                case BODY -> body.walk(place, member.getValue());
                case TYPE, PRIORITY, TIME, TIME_TO_LIVE, EXPIRES_AT -> null;
            };
            if (found != null) {
                return List.of(found);
            }
        }
        return List.of();
    }

    private static final class Walker extends TextWalker<Fault> {
        private final TextPolicy policy;
        private final Kind strings;

        Walker(TextPolicy policy, Kind strings) {
            this.policy = policy;
            this.strings = strings;
        }

        @Override
        protected Fault name(JsonPlace object, String name) {
            return refused(Kind.IDENTIFIER, object.member(name), name);
        }

        @Override
        protected Fault text(JsonPlace place, String text) {
            return refused(strings, place, text);
        }

        private Fault refused(Kind kind, JsonPlace place, String text) {
            String refusal = policy.refusal(kind, place, text);
            return refusal == null ? null : new Fault(place.pointer(), refusal);
        }
    }
}
