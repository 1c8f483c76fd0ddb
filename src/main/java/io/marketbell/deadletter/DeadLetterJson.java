package io.marketbell.deadletter;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** The JSON of the dead-letter API. */
final class DeadLetterJson {

    private static final JsonProvider JSON = JsonProvider.provider();

    private DeadLetterJson() {}

    static JsonObject letter(DeadLetter letter) {
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("id", letter.id())
                .add("reason", letter.reason().name())
                .add("type", letter.notification().type().name())
                .add("recipient", letter.recipient())
                .add("attempts", letter.attempts());
        StoredNotification.add(json, "detail", letter.detail());
        json.add("created_at", letter.createdAt().toString());
        json.add("last_attempt_at", letter.lastAttemptAt().toString());
        if (letter.isReplayed()) {
            json.add("replayed_at", letter.replay().at().toString());
            json.add("replayed_as", letter.replay().as());
            StoredNotification.add(json, "replayed_by", letter.replay().by());
        }
        JsonObjectBuilder notification = StoredNotification.members(letter.notification());
        if (letter.notification().body() != null) {
            notification.add(
                    "body", StoredNotification.object(letter.notification().body()));
        }
        return json.add("notification", notification).build();
    }

    /** @param more whether older letters follow */
    static JsonObject page(List<DeadLetter> letters, boolean more) {
        JsonArrayBuilder array = JSON.createArrayBuilder();
        letters.forEach(letter -> array.add(letter(letter)));
        JsonObjectBuilder json = JSON.createObjectBuilder().add("dead_letters", array);
        if (more) {
            json.add("next_cursor", cursor(letters.get(letters.size() - 1).id()));
        }
        return json.build();
    }

    static JsonObject replayed(Replays.Result.Done done) {
        JsonObjectBuilder json = JSON.createObjectBuilder().add("id", done.id());
        if (done.offset() > 0) {
            json.add("offset", done.offset());
        }
        return json.add("duplicate", done.duplicate()).build();
    }

    static JsonObject replayed(Replays.Many many) {
        JsonArrayBuilder replayed = JSON.createArrayBuilder();
        JsonArrayBuilder failed = JSON.createArrayBuilder();
        for (Replays.Result result : many.results()) {
            JsonObjectBuilder entry = JSON.createObjectBuilder().add("dead_letter", result.letter());
            if (result instanceof Replays.Result.Done done) {
                replayed.add(entry.addAll(JSON.createObjectBuilder(replayed(done))));
            } else if (result instanceof Replays.Result.Gone gone) {
                failed.add(entry.add("detail", gone.why()));
            } else {
                failed.add(entry.add("detail", "durable storage is unavailable; retry later"));
            }
        }
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("replayed", replayed)
                .add("failed", failed)
                .add("remaining", many.remaining());
        if (many.remaining() > 0 && many.last() != null) {
            json.add("next_cursor", cursor(many.last()));
        }
        return json.build();
    }

    /** Opaque: its content may change. */
    static String cursor(String id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IllegalArgumentException if the cursor is invalid */
    static String idOf(String cursor) {
        String id = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        if (!id.matches("[0-9A-Z]{26}")) {
            throw new IllegalArgumentException("not a cursor");
        }
        return id;
    }
}
