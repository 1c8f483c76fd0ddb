package io.marketbell.callback;

import io.marketbell.json.JsonMembers;
import io.marketbell.notification.Notification;
import io.marketbell.notification.Outcome;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalInt;

/**
 * One outcome to be sent to one callback URL.
 *
 * @param id time-ordered (a ULID)
 * @param outcome the name of an {@link Outcome.Kind}; a newer release may have stored others
 * @param recipient the user to whom the outcome applies; null for {@code QUEUED}
 * @param time when the outcome occurred
 * @param attempts the number of failed attempts
 * @param createdAt when it was stored
 * @param dueAt when the next attempt is due
 */
record Callback(
        String id,
        Notification notification,
        String outcome,
        String recipient,
        Instant time,
        int attempts,
        Instant createdAt,
        Instant dueAt) {

    Callback {
        time = time.truncatedTo(ChronoUnit.MILLIS);
        createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS);
        dueAt = dueAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Returns the callback for an outcome of a notification that has a callback URL. */
    static Callback of(String id, Outcome outcome, Instant now) {
        Notification notification = outcome.recipient() == null
                ? outcome.notification()
                : outcome.notification().addressedTo(outcome.recipient());
        return new Callback(id, notification, outcome.kind().name(), outcome.recipient(), outcome.time(), 0, now, now);
    }

    Callback due(int attempts, Instant dueAt) {
        return new Callback(id, notification, outcome, recipient, time, attempts, createdAt, dueAt);
    }

    String url() {
        return notification.callbackUrl();
    }

    /** Returns host and port, the scope of one circuit breaker. */
    String host() {
        URI uri = URI.create(url());
        return CallbackAllowlist.host(uri) + ":" + CallbackAllowlist.port(uri);
    }

    /** @param attempt from 1 */
    String body(int attempt) {
        OptionalInt sequence = Outcome.Kind.sequenceOf(outcome);
        return new JsonMembers()
                .add("id", notification.id())
                .add("outcome", outcome)
                .add("recipient", recipient)
                .addPresent("offset", notification.offset() > 0 ? notification.offset() : null)
                .add("time", time)
                .add("attempt", attempt)
                .addPresent("sequence", sequence.isPresent() ? sequence.getAsInt() : null)
                .build()
                .toString();
    }
}
