package io.marketbell.notification;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * One thing that happened, as Marketbell accepted it.
 *
 * @param id time-ordered (a ULID)
 * @param type what happened
 * @param priority how urgent it is
 * @param time when it happened, by the publisher's clock
 * @param instrument what it is about, or null
 * @param broker where it happened, or null
 * @param recipients the users it is addressed to, each once; empty: everyone whose subscription matches
 * @param offset its place in the journal, from 1; 0 where it has none: volatile, or not yet committed
 * @param expiresAt from when on it is no longer delivered
 * @param key the publisher's idempotency key, or null
 * @param body the publisher's JSON object as compact JSON text, or null
 * @param publisher the user who published it
 * @param acceptedAt when Marketbell took it
 * @param callbackUrl where outcomes are told, or null
 * @param replayOf the id of the notification this one repeats for a dead letter's recipient, or null
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
        String replayOf) {

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
            throw new IllegalArgumentException("offset must not be negative, but is " + offset);
        }
        if (offset > 0 && !type.isDurable()) {
            throw new IllegalArgumentException(type + " is volatile and has no offset");
        }
        demand(type, NotificationType.Required.RECIPIENTS, !recipients.isEmpty());
        demand(type, NotificationType.Required.INSTRUMENT, instrument != null);
        demand(type, NotificationType.Required.BROKER, broker != null);
    }

    private static void demand(NotificationType type, NotificationType.Required field, boolean present) {
        if (type.requires(field) && !present) {
            throw new IllegalArgumentException(
                    type + " must name its " + field.name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    /** The same notification at its place in the journal. */
    public Notification at(long offset) {
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
                replayOf);
    }

    public boolean isDurable() {
        return type.isDurable();
    }

    /** Whether it is for everyone whose subscription matches, rather than for named users. */
    public boolean isForEveryone() {
        return recipients.isEmpty();
    }

    public boolean isAddressedTo(String user) {
        return recipients.isEmpty() || recipients.contains(user);
    }

    public boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    /**
     * What a newer notification must share with this one to take its place while it waits for a user's connection; null
     * for durable ones, which nothing replaces. The user is not part of it: a connection belongs to one user.
     */
    public ConflationKey conflationKey() {
        return switch (type.conflation()) {
            case NONE -> null;
            case BY_INSTRUMENT_AND_BROKER, BY_USER_INSTRUMENT_AND_BROKER -> new ConflationKey(type, instrument, broker);
            case BY_BROKER -> new ConflationKey(type, null, broker);
        };
    }
}
