package io.marketbell.cluster;

/**
 * Port: the number of connections of each user on all nodes. Thread-safe. A method waits at most for the timeout of the
 * cluster, unless its comment states otherwise.
 */
public interface Presence {

    /**
     * Counts a connection of the user at this node, unless the user has the maximum number in the cluster. The caller
     * has admitted it by the count of this node. If the counts of other nodes are unknown, the connection is admitted.
     * Before it is refused, the method waits at most two seconds for the proof that the nodes of the other connections
     * are running.
     *
     * @param atMost maximum number of connections of a user in the cluster
     * @return whether the connection is admitted; if not, nothing was counted
     */
    boolean enter(String user, int atMost);

    /** Ends the count of a connection that was admitted. Never blocks. */
    void leave(String user);

    /** Returns the connections of the user at other nodes, as far as known; 0 if unknown. */
    int elsewhere(String user);

    /** Returns the figures for metrics; all are 0 if there are no other nodes. Never blocks. */
    default Figures figures() {
        return new Figures(0, 0, 0, 0);
    }

    /**
     * @param users users of this node whose connections are counted
     * @param waiting users whose changed count is still to be sent
     * @param announcements how often the counts of all users of this node were sent again, since the start
     * @param inDoubt connections admitted since the start although the counts of other nodes were unknown
     */
    record Figures(int users, int waiting, long announcements, long inDoubt) {}
}
