package io.marketbell.cluster;

import java.time.Duration;
import java.util.Optional;

/**
 * Creates the report of this node for itself, which needs no database.
 *
 * @param node the name of this node
 * @param wire the version of its messages to other nodes
 */
public record SelfReport(String node, int wire, Members members) {

    /** @param status null if it is not known yet */
    public NodeReport with(NodeStatus status) {
        Optional<Member> self = members.self();
        return new NodeReport(
                node,
                self.map(Member::incarnation).orElse(""),
                state(self.isPresent()),
                self.map(Member::since).orElse(null),
                members.heartbeatAge(),
                wire,
                status,
                status == null ? null : Duration.ZERO,
                null,
                null,
                true);
    }

    private String state(boolean joined) {
        if (joined) {
            return NodeReport.RUNNING;
        }
        return members.refusal().isEmpty() ? NodeReport.JOINING : NodeReport.REFUSED;
    }
}
