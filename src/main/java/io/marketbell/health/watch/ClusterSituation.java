package io.marketbell.health.watch;

import io.marketbell.health.RuntimeStatus;

/**
 * What this node knows about the others.
 *
 * @param hasBus whether the mode of the cluster has a bus
 * @param running number of running nodes, this one included
 * @param expected number of nodes that the operator runs
 */
record ClusterSituation(boolean hasBus, boolean isBusUp, int running, int expected) {
    static final ClusterSituation ONE_NODE = new ClusterSituation(false, true, 1, 1);

    static ClusterSituation of(RuntimeStatus status) {
        return new ClusterSituation(status.hasBus(), status.isBusUp(), status.nodesAlive(), status.nodesExpected());
    }

    boolean hasSeveralNodes() {
        return expected > 1;
    }

    double runningShare() {
        return Math.min(1, (double) running / expected);
    }
}
