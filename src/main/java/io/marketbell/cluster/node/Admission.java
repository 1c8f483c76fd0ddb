package io.marketbell.cluster.node;

import io.marketbell.cluster.ClusterMode;
import io.marketbell.cluster.ClusterSettings;
import io.marketbell.cluster.NodeRefused;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides whether this node may use a database that other nodes use. A node that ended without a message cannot be
 * distinguished from a running one until it misses its next heartbeat, so a refusal is certain only after a heartbeat
 * was seen. Not thread-safe.
 */
final class Admission {
    private final ClusterSettings settings;

    /** The heartbeat of each running incarnation at the previous check. */
    private Map<String, Instant> beats = Map.of();

    Admission(ClusterSettings settings) {
        this.settings = settings;
    }

    /** @throws NodeRefused if the mode needs another database */
    void checkDatabase(boolean embedded) {
        if (embedded && settings.mode() != ClusterMode.SINGLE) {
            throw new NodeRefused(
                    "marketbell.cluster.mode=" + settings.mode().word()
                            + " needs a PostgreSQL database; this node uses the embedded one",
                    true);
        }
    }

    /**
     * @param alive the other running nodes
     * @throws NodeRefused if this node cannot run beside one of them
     */
    void check(List<NodeRow> alive) {
        Map<String, Instant> before = beats;
        beats = new HashMap<>();
        alive.forEach(row -> beats.put(row.incarnation(), row.beatAt()));
        for (NodeRow row : alive) {
            String conflict = conflict(row);
            if (conflict != null) {
                Instant earlier = before.get(row.incarnation());
                boolean certain = earlier != null && !earlier.equals(row.beatAt());
                throw new NodeRefused(
                        certain ? conflict : "waits for the end of its predecessor, or: " + conflict, certain);
            }
        }
    }

    /** Returns whether this node cannot run beside the other one. */
    boolean excludes(NodeRow row) {
        return conflict(row) != null;
    }

    private String conflict(NodeRow row) {
        String other = "node " + row.node() + " (incarnation " + row.incarnation() + ", since " + row.startedAt() + ")";
        if (settings.mode() == ClusterMode.SINGLE) {
            return other
                    + " uses this database, and marketbell.cluster.mode is single on this node; stop one of them, or"
                    + " set marketbell.cluster.mode=postgresql on both";
        }
        if (row.hasMode(ClusterMode.SINGLE)) {
            return other
                    + " uses this database with marketbell.cluster.mode=single; set the mode of this node on it, too";
        }
        if (row.node().equals(settings.node())) {
            return other + " has the name of this node; give each node its own marketbell.cluster.node";
        }
        Wire own = Wire.THIS_RELEASE;
        if (!own.reads(row.wire())) {
            return other + " is of an older release: it writes version "
                    + row.wire().version()
                    + " of shared data, and this node reads " + own.oldest()
                    + " and later; upgrade that node to a release between both first";
        }
        if (!row.wire().reads(own)) {
            return other + " is of a newer release: it reads version "
                    + row.wire().oldest()
                    + " of shared data and later, and this node writes " + own.version()
                    + "; start a newer release on this node";
        }
        return null;
    }
}
