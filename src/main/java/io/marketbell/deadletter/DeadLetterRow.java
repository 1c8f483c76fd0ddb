package io.marketbell.deadletter;

import io.marketbell.deadletter.DeadLetters.Reason;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;

/** Maps letters to rows of the table {@code dead_letters}. */
final class DeadLetterRow {
    static final String SELECT = "SELECT id, reason, recipient, attempts, detail, notification, created_at,"
            + " last_attempt_at, replayed_at, replayed_as, replayed_by FROM dead_letters";

    static final String INSERT =
            "INSERT INTO dead_letters (attempts, detail, last_attempt_at, replayed_at, replayed_as,"
                    + " replayed_by, id, fingerprint, notification_id, reason, type, recipient, notification, created_at)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    static final String UPDATE = "UPDATE dead_letters SET attempts = ?, detail = ?, last_attempt_at = ?,"
            + " replayed_at = ?, replayed_as = ?, replayed_by = ? WHERE id = ?";

    private DeadLetterRow() {}

    static void bindInsert(PreparedStatement insert, DeadLetter letter) throws SQLException {
        bindUpdate(insert, letter);
        insert.setString(8, letter.key().fingerprint());
        insert.setString(9, letter.notification().id());
        insert.setString(10, letter.reason().name());
        insert.setString(11, letter.notification().type().name());
        insert.setString(12, letter.recipient());
        insert.setString(13, StoredNotification.text(letter.notification()));
        insert.setLong(14, letter.createdAt().toEpochMilli());
    }

    /** Binds the mutable columns of a letter, followed by its id. */
    static void bindUpdate(PreparedStatement update, DeadLetter letter) throws SQLException {
        update.setInt(1, letter.attempts());
        update.setString(2, letter.detail());
        update.setLong(3, letter.lastAttemptAt().toEpochMilli());
        DeadLetter.Replay replay = letter.replay();
        if (replay == null) {
            update.setNull(4, Types.BIGINT);
        } else {
            update.setLong(4, replay.at().toEpochMilli());
        }
        update.setString(5, replay == null ? null : replay.as());
        update.setString(6, replay == null ? null : replay.by());
        update.setString(7, letter.id());
    }

    static DeadLetter read(ResultSet row) throws SQLException {
        long replayedAt = row.getLong(9);
        boolean replayed = !row.wasNull();
        return new DeadLetter(
                row.getString(1),
                Reason.valueOf(row.getString(2)),
                row.getString(3),
                row.getInt(4),
                row.getString(5),
                StoredNotification.parse(row.getString(6)),
                Instant.ofEpochMilli(row.getLong(7)),
                Instant.ofEpochMilli(row.getLong(8)),
                replayed
                        ? new DeadLetter.Replay(Instant.ofEpochMilli(replayedAt), row.getString(10), row.getString(11))
                        : null);
    }
}
