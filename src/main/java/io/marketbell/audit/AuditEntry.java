package io.marketbell.audit;

import jakarta.json.bind.annotation.JsonbProperty;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A recorded event with its id and time. Fields without a value are absent; entries of earlier releases have only those
 * that are required.
 */
@Schema(
        name = "AuditEntry",
        requiredProperties = {"id", "at", "who", "action", "target", "trace_id"})
public record AuditEntry(
        long id,
        Instant at,
        String who,
        String action,
        String target,
        String detail,
        @JsonbProperty("trace_id") String traceId,
        String address,
        String credential,
        String outcome,
        String about,
        Integer occurrences,
        Chain chain) {

    /** @param key the fingerprint of the key of the seal */
    @Schema(
            name = "AuditChainLink",
            requiredProperties = {"node", "position", "hash"})
    public record Chain(String node, long position, String hash, String seal, String key) {}

    /** Selects the columns that {@link #read} needs. */
    static final String SELECT = "SELECT " + StoredEntry.COLUMNS + ", w.user_name, u.user_name FROM audit a"
            + " LEFT JOIN audit_pseudonym w ON w.pseudonym = a.who"
            + " LEFT JOIN audit_pseudonym u ON u.pseudonym = a.about";

    /** Reads an entry with the names of users. A pseudonym whose mapping was erased stays. */
    static AuditEntry read(ResultSet row) throws SQLException {
        return of(
                StoredEntry.read(row),
                row.getString(StoredEntry.COLUMN_COUNT + 1),
                row.getString(StoredEntry.COLUMN_COUNT + 2));
    }

    /** Returns the entry as it is stored, which is the form that its hash covers. */
    static AuditEntry readStored(ResultSet row) throws SQLException {
        return of(StoredEntry.read(row), null, null);
    }

    private static AuditEntry of(StoredEntry row, String who, String about) {
        ChainLink link = row.link();
        return new AuditEntry(
                row.id(),
                row.at(),
                who == null ? row.who() : who,
                row.action(),
                named(row.target(), about),
                named(row.detail(), about),
                row.traceId(),
                row.address(),
                row.credential(),
                row.outcome(),
                about == null ? row.about() : about,
                row.occurrences(),
                link == null ? null : new Chain(link.node(), link.position(), link.hash(), link.seal(), link.key()));
    }

    private static String named(String text, String user) {
        return text == null || user == null ? text : text.replace(AuditEvent.USER, user);
    }
}
