package io.marketbell.publish.validation;

import io.marketbell.digest.Sha256;
import io.marketbell.json.JsonText;
import io.marketbell.publish.ItemField;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An item as compact JSON text, created once. The body is a part of the text; the hash covers all of it.
 *
 * @param body null if the item has no body
 * @param hash SHA-256; distinguishes a repetition with the same key from a different item with the same key
 */
record ItemText(String body, byte[] hash) {

    /** Also checks the limits of the body. The result is valid only if no fault was found. */
    static ItemText of(JsonObject item, ItemFaults faults) {
        StringBuilder text = new StringBuilder(512);
        int from = -1;
        int to = -1;
        for (Map.Entry<String, JsonValue> member : item.entrySet()) {
            text.append(text.isEmpty() ? '{' : ',');
            JsonText.quote(text, member.getKey());
            text.append(':');
            int start = text.length();
            boolean whole = CompactJson.append(text, member.getValue(), PublishLimits.BODY_DEPTH);
            if (member.getKey().equals(ItemField.BODY.label())) {
                from = start;
                to = text.length();
                if (!whole) {
                    faults.add(
                            ItemField.BODY,
                            "objects and arrays are nested more than " + PublishLimits.BODY_DEPTH + " levels deep");
                }
            }
        }
        if (from >= 0) {
            checkBody(text, from, to, faults);
        }
        if (!faults.isEmpty()) {
            return new ItemText(null, new byte[0]);
        }
        return new ItemText(
                from < 0 ? null : text.substring(from, to),
                Sha256.of(text.append('}').toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static void checkBody(StringBuilder text, int from, int to, ItemFaults faults) {
        int bytes = JsonText.utf8Length(text, from, to);
        if (bytes > PublishLimits.BODY_BYTES) {
            faults.add(
                    ItemField.BODY,
                    "is " + bytes + " bytes long; at most " + PublishLimits.BODY_BYTES + " are allowed");
        }
        if (!CompactJson.isWellFormed(text, from, to)) {
            faults.add(ItemField.BODY, "contains an unpaired surrogate");
        }
    }
}
