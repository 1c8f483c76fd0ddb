package io.marketbell.deadletter;

import io.marketbell.deadletter.DeadLetters.Reason;
import io.marketbell.http.problem.SmallBody;
import io.marketbell.http.query.QueryNumber;
import io.marketbell.json.Spelling;
import io.marketbell.notification.NotificationType;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.NotFoundException;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;

/** Parses and validates an operator's query. Rejects an invalid query with status 400. */
final class DeadLetterQuery {

    static final int DEFAULT_LIMIT = 50;
    static final int MOST = 200;
    /** The maximum length of a callback URL; user names are shorter. */
    static final int LONGEST_RECIPIENT = 2_048;

    static final Set<String> MEMBERS = Set.of("reason", "type", "recipient");

    private static final Pattern ID = Pattern.compile("[0-9A-Za-z_-]{1,64}");

    private DeadLetterQuery() {}

    static DeadLetterFilter filter(String reason, String type, String recipient) {
        if (recipient != null
                && (recipient.length() > LONGEST_RECIPIENT || recipient.chars().anyMatch(Character::isISOControl))) {
            throw new BadRequestException(
                    "recipient must have at most " + LONGEST_RECIPIENT + " characters and no control characters");
        }
        return new DeadLetterFilter(
                reason == null ? null : reason(reason), type == null ? null : type(type), recipient);
    }

    /** Rejects an id that cannot exist without looking it up. */
    static String id(String id) {
        if (!ID.matcher(id).matches()) {
            throw new NotFoundException("no such dead letter");
        }
        return id;
    }

    static int limit(String limit) {
        return (int) QueryNumber.of("limit", limit, DEFAULT_LIMIT, 1, MOST);
    }

    static String before(String cursor) {
        try {
            return cursor == null ? null : DeadLetterJson.idOf(cursor);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("cursor is not valid; use the next_cursor of an earlier answer");
        }
    }

    /** @param cursor where the previous call stopped, or null */
    record Many(DeadLetterFilter filter, String cursor) {}

    /**
     * The filter is required but may be empty, and unknown members of it are rejected, although unknown members are
     * ignored elsewhere: with a misspelt {@code recipient}, every user's letters would be replayed.
     */
    static Many many(String body) {
        JsonObject json = SmallBody.object(body);
        if (!(json.get("filter") instanceof JsonObject filter)) {
            throw new BadRequestException(
                    "filter must be an object with any of reason, type and recipient; {} matches all");
        }
        for (String member : filter.keySet()) {
            if (!MEMBERS.contains(member)) {
                throw new BadRequestException(
                        "unknown filter field " + Spelling.excerpt(member) + "; allowed: reason, type and recipient");
            }
        }
        return new Many(
                filter(text(filter, "reason"), text(filter, "type"), text(filter, "recipient")),
                before(text(json, "cursor")));
    }

    private static String text(JsonObject json, String name) {
        JsonValue value = json.get(name);
        if (value == null || value == JsonValue.NULL) {
            return null;
        }
        if (value instanceof JsonString text) {
            return text.getString();
        }
        throw new BadRequestException(name + " must be a string");
    }

    private static Reason reason(String name) {
        return Arrays.stream(Reason.values())
                .filter(reason -> reason.name().equals(name))
                .findAny()
                .orElseThrow(
                        () -> new BadRequestException("reason must be one of " + Arrays.toString(Reason.values())));
    }

    private static NotificationType type(String name) {
        return NotificationType.named(name)
                .orElseThrow(() -> new BadRequestException("type must be one of " + NotificationType.known()));
    }
}
