package io.marketbell.cluster;

/**
 * Port: the number of connections of each user on all nodes. Thread-safe. A method waits at most for the timeout of the
 * cluster.
 */
public interface Presence {

    /**
     * Counts a connection of the user at this node, unless the user has the maximum number in the cluster. The caller
     * has admitted it by the count of this node. If the counts of other nodes are unknown, the connection is admitted.
     *
     * @param atMost maximum number of connections of a user in the cluster
     * @return whether the connection is admitted; if not, nothing was counted
     */
    boolean enter(String user, int atMost);

    /** Ends the count of a connection that was admitted. Never blocks. */
    void leave(String user);

    /** Returns the connections of the user at other nodes, as far as known; 0 if unknown. */
    int elsewhere(String user);
}
