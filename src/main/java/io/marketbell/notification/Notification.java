package io.marketbell.notification;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * An accepted notification.
 *
 * @param id time-ordered identifier (ULID)
 * @param type type of the event
 * @param priority urgency
 * @param time time of the event, according to the publisher
 * @param instrument the instrument concerned, or null
 * @param broker the broker concerned, or null
 * @param recipients distinct user names; empty means every user with a matching subscription
 * @param offset journal offset, starting at 1; 0 if the notification is volatile or not yet committed
 * @param expiresAt end of delivery
 * @param key the publisher's idempotency key, or null
 * @param body the publisher's JSON object as compact JSON text, or null
 * @param publisher the user who published it
 * @param acceptedAt time of acceptance
 * @param callbackUrl URL for outcome callbacks, or null
 * @param replayOf id of the original notification if this is a replay of a dead letter, otherwise null
 * @param unknownType the name of the type if it is {@link NotificationType#UNKNOWN}, otherwise null
 */
public record Notification(
        String id,
        NotificationType type,
        Priority priority,
        Instant time,
        String instrument,
        String broker,
        List<String> recipients,
        long offset,
        Instant expiresAt,
        String key,
        String body,
        String publisher,
        Instant acceptedAt,
        String callbackUrl,
        String replayOf,
        String unknownType) {

    public Notification {
        requireNonNull(id, "id");
        requireNonNull(type, "type");
        requireNonNull(priority, "priority");
        requireNonNull(time, "time");
        requireNonNull(expiresAt, "expiresAt");
        requireNonNull(publisher, "publisher");
        requireNonNull(acceptedAt, "acceptedAt");
        recipients = List.copyOf(recipients);
        if (offset < 0) {
            throw new IllegalArgumentException("negative offset: " + offset);
        }
        if ((type == NotificationType.UNKNOWN) != (unknownType != null)) {
            throw new IllegalArgumentException("only a notification of unknown type has the name of its type");
        }
        if (offset > 0 && !type.isDurable()) {
            throw new IllegalArgumentException(type + " is volatile and must not have an offset");
        }
        demand(type, NotificationType.Required.RECIPIENTS, !recipients.isEmpty());
        demand(type, NotificationType.Required.INSTRUMENT, instrument != null);
        demand(type, NotificationType.Required.BROKER, broker != null);
    }

    /** Creates a notification of a known type. */
    public Notification(
            String id,
            NotificationType type,
            Priority priority,
            Instant time,
            String instrument,
            String broker,
            List<String> recipients,
            long offset,
            Instant expiresAt,
            String key,
            String body,
            String publisher,
            Instant acceptedAt,
            String callbackUrl,
            String replayOf) {
        this(
                id,
                type,
                priority,
                time,
                instrument,
                broker,
                recipients,
                offset,
                expiresAt,
                key,
                body,
                publisher,
                acceptedAt,
                callbackUrl,
                replayOf,
                null);
    }

    private static void demand(NotificationType type, NotificationType.Required field, boolean present) {
        if (type.requires(field) && !present) {
            throw new IllegalArgumentException(
                    type + " requires " + field.name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    /** Returns a copy with the journal offset. */
    public Notification at(long offset) {
        return copy(recipients, offset, body);
    }

    /**
     * Returns a copy for one recipient: a thousand stored copies of one notification must not each contain the other
     * 999 recipients. Returns a notification with at most one recipient, or a broadcast, unchanged.
     */
    public Notification addressedTo(String recipient) {
        return recipients.size() < 2 ? this : copy(List.of(recipient), offset, body);
    }

    public Notification withoutBody() {
        return copy(recipients, offset, null);
    }

    private Notification copy(List<String> recipients, long offset, String body) {
        return new Notification(
                id,
                type,
                priority,
                time,
                instrument,
                broker,
                recipients,
                offset,
                expiresAt,
                key,
                body,
                publisher,
                acceptedAt,
                callbackUrl,
                replayOf,
                unknownType);
    }

    /** Returns the name of the type, also if this release does not know it. */
    public String typeName() {
        return unknownType == null ? type.name() : unknownType;
    }

    public boolean isDurable() {
        return type.isDurable();
    }

    /** Returns true if it is for every user with a matching subscription, rather than for named users. */
    public boolean isForEveryone() {
        return recipients.isEmpty();
    }

    public boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    /**
     * Returns the conflation key, or null for a durable notification, which is never replaced. The key does not contain
     * the user, because each connection belongs to one user.
     */
    public ConflationKey conflationKey() {
        return switch (type.conflation()) {
            case NONE -> null;
            case BY_INSTRUMENT_AND_BROKER, BY_USER_INSTRUMENT_AND_BROKER -> new ConflationKey(type, instrument, broker);
            case BY_BROKER -> new ConflationKey(type, null, broker);
        };
    }
}
