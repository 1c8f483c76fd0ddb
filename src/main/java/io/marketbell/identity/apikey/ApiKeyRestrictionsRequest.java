package io.marketbell.identity.apikey;

import io.marketbell.http.address.Network;
import io.marketbell.http.problem.Problem;
import io.marketbell.identity.PublishScope;
import io.marketbell.notification.NotificationType;
import io.marketbell.time.Rfc3339;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Parses the expiry and the restrictions of a new API key; adds faults to a list. */
final class ApiKeyRestrictionsRequest {
    static final String PREFIX = "publish_recipients_prefix";
    private static final String TYPES = "publish_types";
    private static final int MAX_NETWORKS = 50;

    private final JsonObject body;
    private final List<Problem.Flaw> flaws;

    ApiKeyRestrictionsRequest(JsonObject body, List<Problem.Flaw> flaws) {
        this.body = body;
        this.flaws = flaws;
    }

    /** @param prefix null if absent */
    PublishScope scope(String prefix) {
        List<String> types =
                list(TYPES, "notification types", NotificationType.known().size(), text -> {
                    if (NotificationType.named(text).isEmpty()) {
                        throw new IllegalArgumentException("unknown notification type");
                    }
                    return text;
                });
        return new PublishScope(types, prefix == null ? "" : prefix);
    }

    List<Network> networks() {
        return list("networks", "networks", MAX_NETWORKS, text -> {
            try {
                return Network.parse(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("must be an address or a network, such as 192.0.2.0/24", e);
            }
        });
    }

    /** Returns the expiry in milliseconds, the precision of the other times; null if absent or invalid. */
    Instant expiresAt(Optional<String> text, Instant now) {
        if (text.isEmpty()) {
            return null;
        }
        Instant time = time(text.get());
        if (time == null) {
            flaw("/expires_at", "must be a time such as 2027-01-31T18:00:00Z");
        } else if (!time.isAfter(now)) {
            flaw("/expires_at", "must be in the future");
        }
        return time;
    }

    private static Instant time(String text) {
        try {
            return Rfc3339.parse(text).truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** @param reading throws an IllegalArgumentException with the fault of an element */
    private <T> List<T> list(String field, String elements, int maximum, Function<String, T> reading) {
        List<T> read = new ArrayList<>();
        JsonValue value = body.get(field);
        if (value == null || value == JsonValue.NULL) {
            return read;
        }
        if (!(value instanceof JsonArray array) || array.isEmpty() || array.size() > maximum) {
            flaw("/" + field, "must be an array of 1 to " + maximum + " " + elements);
            return read;
        }
        for (int i = 0; i < array.size(); i++) {
            if (array.get(i) instanceof JsonString text) {
                try {
                    read.add(reading.apply(text.getString()));
                } catch (IllegalArgumentException e) {
                    flaw("/" + field + "/" + i, e.getMessage());
                }
            } else {
                flaw("/" + field + "/" + i, "must be a string");
            }
        }
        return read;
    }

    private void flaw(String pointer, String detail) {
        flaws.add(new Problem.Flaw(pointer, detail));
    }
}
