package io.marketbell.journal.store;

import io.marketbell.database.NewerRows;
import io.marketbell.database.Sql;
import io.marketbell.notification.Notification;
import io.marketbell.notification.Priority;
import io.marketbell.notification.StoredType;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Maps a notification to a row of {@code journal_entry}. */
public final class EntryRow {
    private static final String TABLE = "journal_entry";

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
                notification.typeName(),
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

    /** Returns null if the recipients are not stored as this release stores them. */
    private static List<String> recipients(ResultSet row) throws SQLException {
        String recipient = row.getString(8);
        if (recipient != null) {
            return recipient.equals(EVERYONE) ? List.of() : List.of(recipient);
        }
        Array named = row.getArray(16);
        if (named == null) {
            return null;
        }
        List<String> several = new ArrayList<>();
        for (Object one : (Object[]) named.getArray()) {
            several.add((String) one);
        }
        return several;
    }

    /** Returns empty if this release cannot know the recipients; the row must be skipped. */
    public static Optional<Notification> read(ResultSet row) throws SQLException {
        List<String> recipients = recipients(row);
        if (recipients == null) {
            NewerRows.record(TABLE, "unknown recipients", "they are skipped");
            return Optional.empty();
        }
        return Optional.of(read(row, recipients));
    }

    private static Notification read(ResultSet row, List<String> recipients) throws SQLException {
        StoredType type =
                type(row.getString(3), row.getLong(1), !recipients.isEmpty(), row.getString(10), row.getString(11));
        return new Notification(
                row.getString(2),
                type.type(),
                priority(row.getString(4)),
                Sql.time(row, 5),
                row.getString(10),
                row.getString(11),
                recipients,
                row.getLong(1),
                Sql.time(row, 7),
                row.getString(12),
                row.getString(13),
                row.getString(9),
                Sql.time(row, 6),
                row.getString(14),
                row.getString(15),
                type.unknownName());
    }

    /** Returns the type of a stored entry or summary; see {@link StoredType#of}. */
    public static StoredType type(String name, long offset, boolean addressed, String instrument, String broker) {
        StoredType type = StoredType.of(name, offset, addressed, instrument, broker);
        if (type.unknownName() != null) {
            NewerRows.record(TABLE, "type " + name, "they are delivered to subscriptions without a filter on types");
        }
        return type;
    }

    /** Returns the priority of a stored entry or summary. */
    public static Priority priority(String name) {
        if (Priority.named(name).isEmpty()) {
            NewerRows.record(TABLE, "priority " + name, "they are delivered as CRITICAL");
        }
        return Priority.stored(name);
    }
}
