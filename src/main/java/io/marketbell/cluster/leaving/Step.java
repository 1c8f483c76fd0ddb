package io.marketbell.cluster.leaving;

/** How far a node has left, in this order. */
enum Step {
    STAY,
    /** The node is not ready: load balancers send it no new clients. */
    NOT_READY,
    /** The clients of the node are asked to reconnect, and reach other nodes. */
    DISCONNECT
}
