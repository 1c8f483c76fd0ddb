package io.marketbell.cluster;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A node of the cluster, as known to this node.
 *
 * @param node its configured name
 * @param incarnation empty for a node that has not joined
 * @param state {@code running}, {@code stopped} or {@code dead}; for this node also {@code joining} or {@code refused}
 * @param since when this incarnation began, by the database's clock; null if it has not joined
 * @param heartbeatAge the time since its last heartbeat
 * @param wire the version of its messages to other nodes
 * @param status its last report; null if there is none that this node understands
 * @param statusAge the time since its last report; null if there is none
 * @param figures the measurements that it reported last, encoded; null if there are none, and for this node. Not
 *     modified, and the same array until there are newer ones
 * @param figuresAge the time since these were written; null if there are none
 * @param isSelf whether it is this node
 */
public record NodeReport(
        String node,
        String incarnation,
        String state,
        Instant since,
        Duration heartbeatAge,
        int wire,
        NodeStatus status,
        Duration statusAge,
        byte[] figures,
        Duration figuresAge,
        boolean isSelf) {
    /** Three intervals of snapshots: older measurements do not describe the present. */
    public static final Duration FIGURES_KEPT = Duration.ofSeconds(30);

    public static final String RUNNING = "running";
    public static final String STOPPED = "stopped";
    public static final String DEAD = "dead";
    public static final String JOINING = "joining";
    public static final String REFUSED = "refused";

    public NodeReport {
        requireNonNull(node, "node");
        requireNonNull(incarnation, "incarnation");
        requireNonNull(state, "state");
        requireNonNull(heartbeatAge, "heartbeatAge");
    }

    public boolean isRunning() {
        return state.equals(RUNNING);
    }

    public boolean hasRecentFigures() {
        return figures != null && figuresAge.compareTo(FIGURES_KEPT) <= 0;
    }

    /** Returns the reported status. */
    public Optional<NodeStatus> reported() {
        return Optional.ofNullable(status);
    }
}
