package io.marketbell.deadletter;

import io.marketbell.deadletter.DeadLetters.Reason;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A letter as it lies in the table {@code dead_letters}. */
@Entity
@Table(name = "dead_letters")
public class LetterRow {

    @Id
    String id;

    String fingerprint;

    @Column(name = "notification_id")
    String notificationId;

    String reason;

    /** Not {@code type}: the query language has that word for itself. */
    @Column(name = "type")
    String kind;

    String recipient;
    int attempts;
    String detail;
    String notification;

    @Column(name = "created_at")
    long createdAt;

    @Column(name = "last_attempt_at")
    long lastAttemptAt;

    @Column(name = "replayed_at")
    Long replayedAt;

    @Column(name = "replayed_as")
    String replayedAs;

    @Column(name = "replayed_by")
    String replayedBy;

    protected LetterRow() {}

    static LetterRow of(Letter letter) {
        LetterRow row = new LetterRow();
        row.id = letter.id();
        row.fingerprint = letter.key().fingerprint();
        row.notificationId = letter.notification().id();
        row.reason = letter.reason().name();
        row.kind = letter.notification().type().name();
        row.recipient = letter.recipient();
        row.notification = StoredNotification.text(letter.notification());
        row.createdAt = letter.createdAt().toEpochMilli();
        row.take(letter);
        return row;
    }

    /** Takes what changes in the life of a letter. */
    void take(Letter letter) {
        attempts = letter.attempts();
        detail = letter.detail();
        lastAttemptAt = letter.lastAttemptAt().toEpochMilli();
        Letter.Replay replay = letter.replay();
        replayedAt = replay == null ? null : Long.valueOf(replay.at().toEpochMilli());
        replayedAs = replay == null ? null : replay.as();
        replayedBy = replay == null ? null : replay.by();
    }

    Letter letter() {
        return new Letter(
                id,
                Reason.valueOf(reason),
                recipient,
                attempts,
                detail,
                StoredNotification.parse(notification),
                Instant.ofEpochMilli(createdAt),
                Instant.ofEpochMilli(lastAttemptAt),
                replayedAt == null
                        ? null
                        : new Letter.Replay(Instant.ofEpochMilli(replayedAt), replayedAs, replayedBy));
    }
}
