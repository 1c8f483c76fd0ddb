package io.marketbell.deadletter;

import io.marketbell.database.Sql;
import io.marketbell.deadletter.DeadLetters.Reason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Maps letters to rows of the table {@code dead_letters}. */
final class DeadLetterRow {
    static final String SELECT = "SELECT id, reason, recipient, attempts, detail, notification, created_at,"
            + " last_attempt_at, replayed_at, replayed_as, replayed_by FROM dead_letters";

    /** Letters with another reason were stored by a newer release; this release does not show them. */
    static final String KNOWN = Stream.of(Reason.values())
            .map(reason -> "'" + reason.name() + "'")
            .collect(Collectors.joining(", ", " WHERE reason IN (", ")"));

    static final String INSERT =
            "INSERT INTO dead_letters (attempts, detail, last_attempt_at, replayed_at, replayed_as,"
                    + " replayed_by, id, fingerprint, notification_id, reason, type, recipient, notification, created_at)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    static final String UPDATE = "UPDATE dead_letters SET attempts = ?, detail = ?, last_attempt_at = ?,"
            + " replayed_at = ?, replayed_as = ?, replayed_by = ? WHERE id = ?";

    private DeadLetterRow() {}

    /** Returns the parameters of {@link #INSERT}. */
    static Object[] insert(DeadLetter letter) {
        return Stream.of(
                        update(letter),
                        Sql.values(
                                letter.key().fingerprint(),
                                letter.notification().id(),
                                letter.reason(),
                                letter.notification().typeName(),
                                letter.recipient(),
                                StoredNotification.text(letter.notification()),
                                letter.createdAt().toEpochMilli()))
                .flatMap(Arrays::stream)
                .toArray();
    }

    /** Returns the parameters of {@link #UPDATE}: the mutable columns of a letter, followed by its id. */
    static Object[] update(DeadLetter letter) {
        DeadLetter.Replay replay = letter.replay();
        return Sql.values(
                letter.attempts(),
                letter.detail(),
                letter.lastAttemptAt().toEpochMilli(),
                replay == null ? null : replay.at().toEpochMilli(),
                replay == null ? null : replay.as(),
                replay == null ? null : replay.by(),
                letter.id());
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
