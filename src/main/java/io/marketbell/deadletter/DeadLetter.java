package io.marketbell.deadletter;

import static java.util.Objects.requireNonNull;

import io.marketbell.deadletter.DeadLetters.Reason;
import io.marketbell.notification.Notification;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

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

    DeadLetterKey key() {
        return new DeadLetterKey(notification.id(), recipient, reason);
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

    DeadLetter replayed(Replay replay) {
        return new DeadLetter(
                id,
                reason,
                recipient,
                attempts,
                detail,
                notification,
                createdAt,
                lastAttemptAt,
                requireNonNull(replay));
    }
}
