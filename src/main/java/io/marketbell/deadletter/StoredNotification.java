package io.marketbell.deadletter;

import io.marketbell.json.JsonMembers;
import io.marketbell.notification.Notification;
import io.marketbell.notification.Priority;
import io.marketbell.notification.StoredType;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Converts a complete notification to JSON text and back, so that it can be kept longer than its journal entry. Unlike
 * the JSON that clients receive, it contains every field.
 */
public final class StoredNotification {

    // JsonProvider.provider() searches the class path on each call
    private static final JsonProvider JSON = JsonProvider.provider();

    private StoredNotification() {}

    public static String text(Notification notification) {
        // the body is stored as a string: restored exactly as it was, without parsing
        return members(notification)
                .addPresent("body", notification.body())
                .build()
                .toString();
    }

    /** Returns every field except the body. */
    static JsonMembers members(Notification n) {
        return new JsonMembers()
                .add("id", n.id())
                .add("type", n.typeName())
                .add("priority", n.priority().name())
                .add("time", n.time())
                .addPresent("instrument", n.instrument())
                .addPresent("broker", n.broker())
                .add("recipients", n.recipients())
                .addPresent("offset", n.offset() > 0 ? n.offset() : null)
                .add("expires_at", n.expiresAt())
                .addPresent("key", n.key())
                .add("publisher", n.publisher())
                .add("accepted_at", n.acceptedAt())
                .addPresent("callback_url", n.callbackUrl())
                .addPresent("replay_of", n.replayOf());
    }

    public static Notification parse(String text) {
        JsonObject json = object(text);
        List<String> recipients = json.getJsonArray("recipients").getValuesAs(JsonString::getString);
        String instrument = json.getString("instrument", null);
        String broker = json.getString("broker", null);
        long offset = json.containsKey("offset") ? json.getJsonNumber("offset").longValueExact() : 0;
        StoredType type = StoredType.of(json.getString("type"), offset, !recipients.isEmpty(), instrument, broker);
        return new Notification(
                json.getString("id"),
                type.type(),
                Priority.stored(json.getString("priority")),
                Instant.parse(json.getString("time")),
                instrument,
                broker,
                recipients,
                offset,
                Instant.parse(json.getString("expires_at")),
                json.getString("key", null),
                json.getString("body", null),
                json.getString("publisher"),
                Instant.parse(json.getString("accepted_at")),
                json.getString("callback_url", null),
                json.getString("replay_of", null),
                type.unknownName());
    }

    /** Returns how the name of a user appears in the text, in quotation marks; other places may contain the same. */
    public static String quoted(String user) {
        return JSON.createValue(user).toString();
    }

    /** Returns the text without this recipient; empty if there is no other recipient. */
    public static Optional<String> withoutRecipient(String text, String user) {
        JsonObject json = object(text);
        List<String> others = json.getJsonArray("recipients").getValuesAs(JsonString::getString).stream()
                .filter(recipient -> !recipient.equals(user))
                .toList();
        if (others.size() == json.getJsonArray("recipients").size()) {
            return Optional.of(text);
        }
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(JSON.createObjectBuilder(json)
                        .add("recipients", JSON.createArrayBuilder(others))
                        .build()
                        .toString());
    }

    static JsonObject object(String text) {
        try (var reader = JSON.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
