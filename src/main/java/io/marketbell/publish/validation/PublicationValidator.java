package io.marketbell.publish.validation;

import io.marketbell.json.JsonPlace;
import io.marketbell.json.Spelling;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.NotificationType.Required;
import io.marketbell.notification.Priority;
import io.marketbell.publish.CallbackPolicy;
import io.marketbell.publish.ItemField;
import io.marketbell.publish.NotificationService.Fault;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The validation rules of a published item. Reports all faults at once, each with its JSON pointer. */
public final class PublicationValidator {
    private static final List<String> TYPES =
            NotificationType.known().stream().map(Enum::name).toList();
    private static final List<String> PRIORITIES =
            Stream.of(Priority.values()).map(Enum::name).toList();

    private final JsonObject item;
    private final String publisher;
    private final Instant now;
    private final CallbackPolicy callbacks;
    private final ItemFaults faults = new ItemFaults();

    private NotificationType type;
    private Priority priority;
    private Instant time;
    private String instrument;
    private String broker;
    private List<String> recipients = List.of();
    private Instant expiresAt;
    private String key;
    private String callbackUrl;

    private PublicationValidator(JsonObject item, String publisher, Instant now, CallbackPolicy callbacks) {
        this.item = item;
        this.publisher = publisher;
        this.now = now;
        this.callbacks = callbacks;
    }

    public sealed interface Verdict {
        /** @param notification with the defaults of absent fields, without an offset */
        record Sound(Notification notification, byte[] contentHash) implements Verdict {}

        record Faulty(List<Fault> faults) implements Verdict {}
    }

    /**
     * @param publisher the publisher of the item
     * @param now the time of acceptance: the start of the time to live, and the default of the time
     * @param ids called for the id of a valid item
     */
    public static Verdict check(
            JsonObject item, String publisher, Instant now, CallbackPolicy callbacks, Supplier<String> ids) {
        return new PublicationValidator(item, publisher, now, callbacks).verdict(ids);
    }

    private Verdict verdict(Supplier<String> ids) {
        for (Map.Entry<String, JsonValue> member : item.entrySet()) {
            ItemField field = ItemField.labelled(member.getKey());
            if (field == null) {
                faults.add(
                        JsonPlace.step(member.getKey()),
                        "unknown field" + Spelling.hint(member.getKey(), ItemField.LABELS));
            } else {
                read(field, member.getValue());
            }
        }
        checkTogether();
        ItemText text = ItemText.of(item, faults);
        if (!faults.isEmpty()) {
            return new Verdict.Faulty(faults.list());
        }
        Notification notification = new Notification(
                ids.get(),
                type,
                priority == null ? type.defaultPriority() : priority,
                time == null ? now : time,
                instrument,
                broker,
                recipients,
                0,
                expiresAt == null ? now.plus(type.defaultTimeToLive()) : expiresAt,
                key,
                text.body(),
                publisher,
                now,
                callbackUrl,
                null);
        return new Verdict.Sound(notification, text.hash());
    }

    private void read(ItemField field, JsonValue value) {
        switch (field) {
            case TYPE -> type = readType(value);
            case PRIORITY -> priority = readPriority(value);
            case INSTRUMENT -> instrument = readName(field.pointer(), value, PublishLimits.INSTRUMENT_LENGTH);
            case BROKER -> broker = readName(field.pointer(), value, PublishLimits.BROKER_LENGTH);
            case RECIPIENTS -> readRecipients(value);
            case BODY -> {
                if (value.getValueType() != JsonValue.ValueType.OBJECT) {
                    wrongType(field.pointer(), "an object", value);
                }
            }
            case TIME -> time = ItemTimes.instant(field, readString(field.pointer(), value), faults);
            case TIME_TO_LIVE -> {
                Instant end = ItemTimes.endOfLife(readString(field.pointer(), value), now, faults);
                expiresAt = end == null ? expiresAt : end;
            }
            case EXPIRES_AT -> {
                Instant end = ItemTimes.expiry(readString(field.pointer(), value), now, faults);
                expiresAt = end == null ? expiresAt : end;
            }
            case KEY -> key = readName(field.pointer(), value, PublishLimits.KEY_LENGTH);
            case CALLBACK_URL ->
                callbackUrl = CallbackUrl.read(readString(field.pointer(), value), publisher, callbacks, faults);
        }
    }

    /** Checks the rules that concern more than one field. */
    private void checkTogether() {
        if (!item.containsKey(ItemField.TYPE.label())) {
            faults.add(ItemField.TYPE, "type is required");
        }
        if (item.containsKey(ItemField.TIME_TO_LIVE.label()) && item.containsKey(ItemField.EXPIRES_AT.label())) {
            faults.add(ItemField.EXPIRES_AT, "time_to_live and expires_at are mutually exclusive");
        }
        if (type == null) {
            return;
        }
        for (Required required : Required.values()) {
            ItemField field = ItemField.valueOf(required.name());
            if (type.requires(required) && !item.containsKey(field.label())) {
                faults.add(field, field.label() + " is required for " + type);
            }
        }
        if (!type.isDurable() && callbackUrl != null) {
            faults.add(ItemField.CALLBACK_URL, "not supported for the volatile type " + type);
        }
    }

    private NotificationType readType(JsonValue value) {
        String name = readString(ItemField.TYPE.pointer(), value);
        NotificationType named =
                name == null ? null : NotificationType.named(name).orElse(null);
        if (name != null && named == null) {
            faults.add(ItemField.TYPE, "unknown type " + ItemFaults.shortened(name) + Spelling.hint(name, TYPES));
        }
        return named;
    }

    private Priority readPriority(JsonValue value) {
        String name = readString(ItemField.PRIORITY.pointer(), value);
        Priority named = name == null ? null : Priority.named(name).orElse(null);
        if (name != null && named == null) {
            faults.add(
                    ItemField.PRIORITY,
                    "unknown priority " + ItemFaults.shortened(name) + Spelling.hint(name, PRIORITIES));
        }
        return named;
    }

    private void readRecipients(JsonValue value) {
        if (value.getValueType() != JsonValue.ValueType.ARRAY) {
            wrongType(ItemField.RECIPIENTS.pointer(), "an array of users", value);
            return;
        }
        JsonArray array = value.asJsonArray();
        if (array.isEmpty()) {
            faults.add(
                    ItemField.RECIPIENTS,
                    "recipients must not be empty; omit it to address everyone, where the type allows it");
        } else if (array.size() > PublishLimits.RECIPIENTS) {
            faults.add(
                    ItemField.RECIPIENTS,
                    array.size() + " recipients; at most " + PublishLimits.RECIPIENTS + " are allowed");
        } else {
            readUsers(array);
        }
    }

    private void readUsers(JsonArray array) {
        List<String> users = new ArrayList<>(array.size());
        Map<String, Integer> places = array.size() == 1 ? null : new HashMap<>(array.size() * 2);
        for (int i = 0; i < array.size(); i++) {
            String pointer = ItemField.RECIPIENTS.pointer() + "/" + i;
            String user = readName(pointer, array.get(i), PublishLimits.USER_LENGTH);
            if (user != null) {
                Integer earlier = places == null ? null : places.putIfAbsent(user, i);
                if (earlier != null) {
                    faults.add(pointer, "duplicate of " + ItemField.RECIPIENTS.pointer() + "/" + earlier);
                }
                users.add(user);
            }
        }
        recipients = users;
    }

    /** Reads a name that is compared, stored and logged: not empty, not too long, without control characters. */
    private String readName(String pointer, JsonValue value, int maximum) {
        String name = readString(pointer, value);
        if (name == null) {
            return null;
        }
        String fault = null;
        if (name.isEmpty()) {
            fault = "must not be empty";
        } else if (name.length() > maximum) {
            fault = "is " + name.length() + " characters long; at most " + maximum + " are allowed";
        } else if (!name.equals(name.strip())) {
            fault = "must not begin or end with a space";
        } else if (name.chars().anyMatch(Character::isISOControl)) {
            fault = "must not contain control characters";
        } else if (!CompactJson.isWellFormed(name, 0, name.length())) {
            fault = "contains an unpaired surrogate";
        }
        if (fault != null) {
            faults.add(pointer, fault);
            return null;
        }
        return name;
    }

    private String readString(String pointer, JsonValue value) {
        if (value instanceof JsonString string) {
            return string.getString();
        }
        wrongType(pointer, "a string", value);
        return null;
    }

    private void wrongType(String pointer, String expected, JsonValue value) {
        String given = value.getValueType().name().toLowerCase(Locale.ROOT);
        if (given.equals("true") || given.equals("false")) {
            given = "boolean";
        }
        faults.add(pointer, "must be " + expected + ", but is " + (given.equals("null") ? given : article(given)));
    }

    private static String article(String noun) {
        return ("aeiou".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
    }
}
