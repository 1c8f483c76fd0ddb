package io.marketbell.publish;

import static java.util.Objects.requireNonNull;

import io.marketbell.notification.NotificationType;
import jakarta.json.JsonObject;

/**
 * An item as sent by a publisher, not yet validated: the JSON object of POST /notifications. JSON instead of typed
 * fields, so that Java code in the same server and HTTP clients get the same messages for the same mistakes.
 */
public record Publication(JsonObject item) {

    public Publication {
        requireNonNull(item, "item");
    }

    /** Returns a builder for an item of this type, for Java code. The item is validated when it is published. */
    public static PublicationBuilder of(NotificationType type) {
        return new PublicationBuilder(type);
    }
}
