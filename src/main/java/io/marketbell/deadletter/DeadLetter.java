package io.marketbell.deadletter;

import static java.util.Objects.requireNonNull;

import io.marketbell.deadletter.DeadLetters.Reason;
import io.marketbell.notification.Notification;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One notification that did not reach one recipient.
 *
 * @param id time-ordered (a ULID)
 * @param recipient a user, or the callback URL where the reason is {@code CALLBACK_FAILED}
 * @param replay what was made of it, or null while nobody replayed it
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

    /** @param as the id of the notification that repeats it; for a callback, of the one whose outcome is told again */
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

    /** The same letter after one more failure. One whose callback failed again may be replayed again. */
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
