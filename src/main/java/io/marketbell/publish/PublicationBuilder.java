package io.marketbell.publish;

import io.marketbell.json.JsonMembers;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Priority;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Builds a publication field by field. Fields that are not set have their defaults. Not thread-safe. */
public final class PublicationBuilder {
    private final JsonMembers item = new JsonMembers();

    PublicationBuilder(NotificationType type) {
        item.add(ItemField.TYPE.label(), type.name());
    }

    public PublicationBuilder priority(Priority priority) {
        return with(ItemField.PRIORITY, priority.name());
    }

    public PublicationBuilder instrument(String instrument) {
        return with(ItemField.INSTRUMENT, instrument);
    }

    public PublicationBuilder broker(String broker) {
        return with(ItemField.BROKER, broker);
    }

    public PublicationBuilder recipients(String... users) {
        return recipients(List.of(users));
    }

    public PublicationBuilder recipients(Collection<String> users) {
        return with(ItemField.RECIPIENTS, users);
    }

    public PublicationBuilder body(JsonObject body) {
        return with(ItemField.BODY, body);
    }

    /** The time of the event. Default: the time of acceptance. */
    public PublicationBuilder time(Instant time) {
        return with(ItemField.TIME, time);
    }

    /** Starts at the time of acceptance. Alternative to {@link #expiresAt}. */
    public PublicationBuilder timeToLive(Duration timeToLive) {
        return with(ItemField.TIME_TO_LIVE, timeToLive);
    }

    public PublicationBuilder expiresAt(Instant expiresAt) {
        return with(ItemField.EXPIRES_AT, expiresAt);
    }

    public PublicationBuilder key(String key) {
        return with(ItemField.KEY, key);
    }

    public PublicationBuilder callbackUrl(URI url) {
        return with(ItemField.CALLBACK_URL, url);
    }

    private PublicationBuilder with(ItemField field, Object value) {
        item.add(field.label(), value);
        return this;
    }

    public Publication build() {
        return new Publication(item.build());
    }
}
