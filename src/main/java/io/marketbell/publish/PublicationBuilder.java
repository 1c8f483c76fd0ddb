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
        item.add(ItemField.PRIORITY.label(), priority.name());
        return this;
    }

    public PublicationBuilder instrument(String instrument) {
        item.add(ItemField.INSTRUMENT.label(), instrument);
        return this;
    }

    public PublicationBuilder broker(String broker) {
        item.add(ItemField.BROKER.label(), broker);
        return this;
    }

    public PublicationBuilder recipients(String... users) {
        return recipients(List.of(users));
    }

    public PublicationBuilder recipients(Collection<String> users) {
        item.add(ItemField.RECIPIENTS.label(), users);
        return this;
    }

    public PublicationBuilder body(JsonObject body) {
        item.add(ItemField.BODY.label(), body);
        return this;
    }

    /** The time of the event. Default: the time of acceptance. */
    public PublicationBuilder time(Instant time) {
        item.add(ItemField.TIME.label(), time);
        return this;
    }

    /** Starts at the time of acceptance. Alternative to {@link #expiresAt}. */
    public PublicationBuilder timeToLive(Duration timeToLive) {
        item.add(ItemField.TIME_TO_LIVE.label(), timeToLive);
        return this;
    }

    public PublicationBuilder expiresAt(Instant expiresAt) {
        item.add(ItemField.EXPIRES_AT.label(), expiresAt);
        return this;
    }

    public PublicationBuilder key(String key) {
        item.add(ItemField.KEY.label(), key);
        return this;
    }

    public PublicationBuilder callbackUrl(URI url) {
        item.add(ItemField.CALLBACK_URL.label(), url);
        return this;
    }

    public Publication build() {
        return new Publication(item.build());
    }
}
