package io.marketbell.publish.validation;

import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Priority;
import java.time.Instant;
import java.util.List;

/** A valid item with its defaults filled in, without an id. */
public record ValidatedItem(
        NotificationType type,
        Priority priority,
        Instant time,
        String instrument,
        String broker,
        List<String> recipients,
        Instant expiresAt,
        String key,
        String body,
        String callbackUrl,
        byte[] contentHash) {

    public Notification accepted(String id, String publisher, Instant now) {
        return new Notification(
                id,
                type,
                priority,
                time,
                instrument,
                broker,
                recipients,
                0,
                expiresAt,
                key,
                body,
                publisher,
                now,
                callbackUrl,
                null);
    }
}
