package io.marketbell.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.marketbell.deadletter.DeadLetters.Reason;
import io.marketbell.digest.Sha256;
import io.marketbell.notification.Notification;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * A notification that was not delivered to one recipient.
 *
 * @param id time-ordered (a ULID)
 * @param recipient a user, or the callback URL if the reason is {@code CALLBACK_FAILED}
 * @param replay the result of the replay, or null if it was not replayed
 */
record DeadLetter(
        String id,
        Reason reason,
        String recipient,
        int attempts,
        String detail,
        Notification notification,
        Instant createdAt,
        Instant lastAttemptAt,
        Replay replay) {

    private static final int LONGEST_DETAIL = 1_000;

    /**
     * @param as the id of the new notification; for a callback, the id of the notification whose outcome is sent again
     */
    record Replay(Instant at, String as, String by) {}

    DeadLetter {
        requireNonNull(id, "id");
        requireNonNull(reason, "reason");
        requireNonNull(recipient, "recipient");
        requireNonNull(notification, "notification");
        detail = detail == null || detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL);
        createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS);
        lastAttemptAt = lastAttemptAt.truncatedTo(ChronoUnit.MILLIS);
    }

    Key key() {
        return new Key(notification.id(), recipient, reason);
    }

    boolean isReplayed() {
        return replay != null;
    }

    /** Returns the same letter after one more failure. A letter whose callback failed again may be replayed again. */
    DeadLetter failedAgain(DeadLetter later) {
        return new DeadLetter(
                id,
                reason,
                recipient,
                Math.max(attempts, later.attempts),
                later.detail,
                notification,
                createdAt,
                later.lastAttemptAt,
                reason == Reason.CALLBACK_FAILED ? null : replay);
    }

    /** The identity of a letter: letters with the same key are the same letter. */
    record Key(String notificationId, String recipient, Reason reason) {

        /** Returns a hash of the key for a unique index: a callback URL exceeds the index limit of some databases. */
        String fingerprint() {
            String text = notificationId + '\0' + reason.name() + '\0' + recipient;
            return HexFormat.of().formatHex(Sha256.of(text.getBytes(UTF_8)));
        }
    }
}
