package io.marketbell.deadletter;

import io.marketbell.json.JsonMembers;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The JSON of the dead-letter API. */
final class DeadLetterJson {
    private DeadLetterJson() {}

    static JsonObject letter(DeadLetter letter) {
        JsonMembers json = new JsonMembers()
                .add("id", letter.id())
                .add("reason", letter.reason().name())
                .add("type", letter.notification().typeName())
                .add("recipient", letter.recipient())
                .add("attempts", letter.attempts())
                .addPresent("detail", letter.detail())
                .add("created_at", letter.createdAt())
                .add("last_attempt_at", letter.lastAttemptAt());
        if (letter.isReplayed()) {
            json.add("replayed_at", letter.replay().at())
                    .add("replayed_as", letter.replay().as())
                    .addPresent("replayed_by", letter.replay().by());
        }
        String body = letter.notification().body();
        return json.add(
                        "notification",
                        StoredNotification.members(letter.notification())
                                .addPresent("body", body == null ? null : StoredNotification.object(body)))
                .build();
    }

    /** @param more whether older letters follow */
    static JsonObject page(List<DeadLetter> letters, boolean more) {
        return new JsonMembers()
                .add("dead_letters", letters.stream().map(DeadLetterJson::letter))
                .addPresent(
                        "next_cursor",
                        more ? cursor(letters.get(letters.size() - 1).id()) : null)
                .build();
    }

    static JsonObject replayed(Replays.Result.Done done) {
        return new JsonMembers()
                .add("id", done.id())
                .addPresent("offset", done.offset() > 0 ? done.offset() : null)
                .add("duplicate", done.duplicate())
                .build();
    }

    static JsonObject replayed(Replays.Many many) {
        List<JsonMembers> replayed = new ArrayList<>();
        List<JsonMembers> failed = new ArrayList<>();
        for (Replays.Result result : many.results()) {
            JsonMembers entry = new JsonMembers().add("dead_letter", result.letter());
            if (result instanceof Replays.Result.Done done) {
                replayed.add(entry.addAll(replayed(done)));
            } else {
                failed.add(entry.add(
                        "detail",
                        result instanceof Replays.Result.Gone gone
                                ? gone.why()
                                : "durable storage is unavailable; retry later"));
            }
        }
        boolean follow = many.remaining() > 0 && many.last() != null;
        return new JsonMembers()
                .add("replayed", replayed)
                .add("failed", failed)
                .add("remaining", many.remaining())
                .addPresent("next_cursor", follow ? cursor(many.last()) : null)
                .build();
    }

    /** Opaque: its content may change. */
    static String cursor(String id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IllegalArgumentException if the cursor is invalid */
    static String idOf(String cursor) {
        String id = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        if (!id.matches("[0-9A-Z]{26}")) {
            throw new IllegalArgumentException("invalid cursor");
        }
        return id;
    }
}
