package io.marketbell.audit;

import io.marketbell.database.Sql;
import io.marketbell.database.TimestampColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Appends rows to the chain of this node. The lock of the table {@code audit_order} must be held, which serializes all
 * chains.
 *
 * @param node the name of this node
 */
record AuditChain(String node, AuditSeal seal) {

    /** The last place of a chain. */
    record Head(String node, long position, String hash) {
        static Head read(ResultSet row) throws SQLException {
            return new Head(row.getString(1), row.getLong(2), row.getString(3));
        }
    }

    static List<Head> heads(Sql sql) throws SQLException {
        return sql.list(Head::read, "SELECT node, position, hash FROM audit_chain ORDER BY node");
    }

    void append(Sql transaction, Instant at, AuditEvent event) throws SQLException {
        String who = event.isOfUser() ? Pseudonyms.of(transaction, event.who()) : event.who();
        String about = event.about() == null ? null : Pseudonyms.of(transaction, event.about());
        Head head = transaction
                .first(Head::read, "SELECT node, position, hash FROM audit_chain WHERE node = ?", node)
                .orElse(null);
        StoredEntry row = StoredEntry.of(nextId(transaction), at, event, who, about);
        long position = head == null ? 1 : head.position() + 1;
        String hash = row.hash(head == null ? ChainLink.BEGINNING : head.hash(), node, position);
        insert(transaction, row.with(new ChainLink(node, position, hash, seal.of(hash), seal.fingerprint())));
        boolean isAnchor = event.action().equals(ChainAnchors.ACTION);
        if (head == null) {
            transaction.update(
                    "INSERT INTO audit_chain (node, position, hash, entry_position) VALUES (?, ?, ?, ?)",
                    node,
                    position,
                    hash,
                    isAnchor ? 0 : position);
            return;
        }
        transaction.update("UPDATE audit_chain SET position = ?, hash = ? WHERE node = ?", position, hash, node);
        if (!isAnchor) {
            transaction.update("UPDATE audit_chain SET entry_position = ? WHERE node = ?", position, node);
        }
    }

    private static void insert(Sql transaction, StoredEntry row) throws SQLException {
        transaction.update(
                "INSERT INTO audit (id, at_micros, at, who, action, target, detail, trace_id, address, credential,"
                        + " outcome, about, occurrences, chain_node, chain_position, chain_hash, chain_seal, chain_key)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row.id(),
                row.at(),
                TimestampColumn.value(row.at()),
                row.who(),
                row.action(),
                row.target(),
                row.detail(),
                row.traceId(),
                row.address(),
                row.credential(),
                row.outcome(),
                row.about(),
                row.occurrences(),
                row.link().node(),
                row.link().position(),
                row.link().hash(),
                row.link().seal(),
                row.link().key());
    }

    /** PostgreSQL's syntax differs from the SQL standard. */
    private static long nextId(Sql transaction) throws SQLException {
        boolean isPostgres =
                transaction.connection().getMetaData().getDatabaseProductName().equals("PostgreSQL");
        return transaction.number(isPostgres ? "SELECT nextval('audit_ids')" : "SELECT NEXT VALUE FOR audit_ids");
    }
}
