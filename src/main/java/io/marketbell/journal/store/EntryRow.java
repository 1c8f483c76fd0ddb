package io.marketbell.journal.store;

import io.marketbell.database.Sql;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Priority;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Maps a notification to a row of {@code journal_entry}. */
public final class EntryRow {
    public static final String INSERT =
            "INSERT INTO journal_entry (log_offset, id, type, priority, happened_at, accepted_at,"
                    + " expires_at, recipient, publisher, instrument, broker, idempotency_key, body, callback_url, replay_of)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    /** The columns of {@code journal_entry e} that {@link #read} needs. */
    public static final String SELECTED =
            "e.log_offset, e.id, e.type, e.priority, e.happened_at, e.accepted_at, e.expires_at,"
                    + " e.recipient, e.publisher, e.instrument, e.broker, e.idempotency_key, e.body, e.callback_url,"
                    + " e.replay_of, CASE WHEN e.recipient IS NULL THEN (SELECT ARRAY_AGG(r.recipient ORDER BY r.place)"
                    + " FROM journal_recipient r WHERE r.log_offset = e.log_offset) END";

    /** The recipient of a broadcast; user names have at least one character. */
    public static final String EVERYONE = "";

    private EntryRow() {}

    /** Returns the parameters of {@link #INSERT}. */
    public static Object[] values(Notification notification) {
        return Sql.values(
                notification.offset(),
                notification.id(),
                notification.type(),
                notification.priority(),
                notification.time(),
                notification.acceptedAt(),
                notification.expiresAt(),
                recipient(notification.recipients()),
                notification.publisher(),
                notification.instrument(),
                notification.broker(),
                notification.key(),
                notification.body(),
                notification.callbackUrl(),
                notification.replayOf());
    }

    private static String recipient(List<String> recipients) {
        return switch (recipients.size()) {
            case 0 -> EVERYONE;
            case 1 -> recipients.get(0);
            default -> null;
        };
    }

    private static List<String> recipients(ResultSet row) throws SQLException {
        String recipient = row.getString(8);
        if (recipient != null) {
            return recipient.equals(EVERYONE) ? List.of() : List.of(recipient);
        }
        List<String> several = new ArrayList<>();
        for (Object one : (Object[]) row.getArray(16).getArray()) {
            several.add((String) one);
        }
        return several;
    }

    public static Notification read(ResultSet row) throws SQLException {
        return new Notification(
                row.getString(2),
                NotificationType.valueOf(row.getString(3)),
                Priority.valueOf(row.getString(4)),
                Sql.time(row, 5),
                row.getString(10),
                row.getString(11),
                recipients(row),
                row.getLong(1),
                Sql.time(row, 7),
                row.getString(12),
                row.getString(13),
                row.getString(9),
                Sql.time(row, 6),
                row.getString(14),
                row.getString(15));
    }
}
