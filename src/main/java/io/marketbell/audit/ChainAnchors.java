package io.marketbell.audit;

import io.marketbell.database.Sql;
import io.marketbell.http.trace.TraceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Entries in the chain of one node that contain the head of the chain of another: rows at the end of a chain cannot be
 * removed or replaced without changing another chain, too. Anchors themselves are not anchored, so an idle cluster
 * writes none.
 */
final class ChainAnchors {
    static final String ACTION = "audit.anchor";

    private static final String TARGET = "audit_chain:";
    private static final int MOST = 200_000;

    private ChainAnchors() {}

    /** @param hash of the row at this position of the chain of the node */
    record Anchor(String node, long position, String hash) {}

    /**
     * Returns the anchors that are due, and marks the chains as anchored. Requires the lock of the table
     * {@code audit_order}.
     */
    static List<AuditEvent> due(Sql transaction, String ownNode) throws SQLException {
        List<AuditChain.Head> heads = transaction.list(
                AuditChain.Head::read,
                "SELECT node, position, hash FROM audit_chain"
                        + " WHERE entry_position > anchored_position AND node <> ? ORDER BY node",
                ownNode);
        List<AuditEvent> events = new ArrayList<>();
        for (AuditChain.Head head : heads) {
            transaction.update(
                    "UPDATE audit_chain SET anchored_position = ? WHERE node = ?", head.position(), head.node());
            events.add(new AuditEvent(
                    AuditEvent.SYSTEM,
                    ACTION,
                    TARGET + head.node(),
                    head.position() + " " + head.hash(),
                    TraceId.of(null)));
        }
        return events;
    }

    /** Returns the newest anchors by node and position. */
    static Map<String, Map<Long, String>> all(Sql sql) throws SQLException {
        Map<String, Map<Long, String>> anchors = new HashMap<>();
        sql.each(
                row -> read(row, anchors),
                "SELECT target, detail FROM audit WHERE action = ? AND who = ? AND chain_node IS NOT NULL"
                        + " ORDER BY id DESC LIMIT ?",
                ACTION,
                AuditEvent.SYSTEM,
                MOST);
        return anchors;
    }

    private static void read(ResultSet row, Map<String, Map<Long, String>> anchors) throws SQLException {
        String target = row.getString(1);
        String[] place = String.valueOf(row.getString(2)).split(" ");
        if (target.startsWith(TARGET) && place.length == 2 && place[0].matches("\\d{1,18}")) {
            anchors.computeIfAbsent(target.substring(TARGET.length()), node -> new HashMap<>())
                    .putIfAbsent(Long.valueOf(place[0]), place[1]);
        }
    }
}
