package io.marketbell.publish;

import static java.util.Objects.requireNonNull;

import io.marketbell.notification.NotificationType;
import jakarta.json.JsonObject;

/**
 * An item as a publisher sent it, not yet validated: the JSON object of the contract's POST /notifications. In JSON, not
 * in typed fields, so that code beside us and partners over HTTP are told the same about the same mistake.
 */
public record Publication(JsonObject item) {

    public Publication {
        requireNonNull(item, "item");
    }

    /** Begins an item of this type, for Java code; it is validated when it is published. */
    public static PublicationBuilder of(NotificationType type) {
        return new PublicationBuilder(type);
    }
}
