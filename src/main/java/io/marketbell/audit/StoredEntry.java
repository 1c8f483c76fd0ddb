package io.marketbell.audit;

import io.marketbell.database.Microseconds;
import io.marketbell.database.Sql;
import io.marketbell.database.TimestampColumn;
import io.marketbell.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * A row of the table {@code audit}.
 *
 * @param who a pseudonym, {@link AuditEvent#SYSTEM} or {@link AuditEvent#ANONYMOUS}; a user name in rows of earlier
 *     releases
 * @param about the pseudonym of the concerned user; may be null
 * @param outcome null in rows of earlier releases
 * @param occurrences null in rows of earlier releases
 * @param link null in rows of earlier releases
 */
record StoredEntry(
        long id,
        Instant at,
        String who,
        String action,
        String target,
        String detail,
        String traceId,
        String address,
        String credential,
        String outcome,
        String about,
        Integer occurrences,
        ChainLink link) {
    /** Begins each hashed text, so that a later release can change the form of the text. */
    private static final String FORM = "1";

    static final String COLUMNS = "a.id, " + TimestampColumn.micros("a.at")
            + ", a.who, a.action, a.target, a.detail, a.trace_id, a.address, a.credential, a.outcome, a.about,"
            + " a.occurrences, a.chain_node, a.chain_position, a.chain_hash, a.chain_seal, a.chain_key";

    static final int COLUMN_COUNT = 17;

    static StoredEntry read(ResultSet row) throws SQLException {
        int occurrences = row.getInt(12);
        Integer occurrencesOrNull = row.wasNull() ? null : occurrences;
        String node = row.getString(13);
        return new StoredEntry(
                row.getLong(1),
                Sql.time(row, 2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                occurrencesOrNull,
                node == null
                        ? null
                        : new ChainLink(
                                node, row.getLong(14), row.getString(15), row.getString(16), row.getString(17)));
    }

    /** Returns a row of this event. */
    static StoredEntry of(long id, Instant at, AuditEvent event, String who, String about) {
        return new StoredEntry(
                id,
                at,
                who,
                event.action(),
                event.target(),
                event.detail(),
                event.traceId(),
                event.origin().address(),
                event.origin().credential(),
                event.outcome().label(),
                about,
                event.occurrences(),
                null);
    }

    StoredEntry with(ChainLink place) {
        return new StoredEntry(
                id, at, who, action, target, detail, traceId, address, credential, outcome, about, occurrences, place);
    }

    /**
     * Returns the SHA-256 of all fields, in hexadecimal digits. Each field is hashed as its length in bytes of UTF-8, a
     * colon, its text and a line feed; a field without a value as a hyphen and a line feed.
     *
     * @param previous the hash before this one in the chain
     */
    String hash(String previous, String node, long position) {
        StringBuilder text = new StringBuilder(500);
        for (Object field : new Object[] {
            FORM,
            previous,
            node,
            position,
            id,
            Microseconds.of(at),
            who,
            action,
            target,
            detail,
            traceId,
            address,
            credential,
            outcome,
            about,
            occurrences
        }) {
            append(text, field);
        }
        return HexFormat.of().formatHex(Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static void append(StringBuilder text, Object field) {
        if (field == null) {
            text.append('-');
        } else {
            String value = field.toString();
            text.append(value.getBytes(StandardCharsets.UTF_8).length)
                    .append(':')
                    .append(value);
        }
        text.append('\n');
    }
}
