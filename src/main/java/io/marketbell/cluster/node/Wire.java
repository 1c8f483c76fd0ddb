package io.marketbell.cluster.node;

/**
 * The versions of the messages between nodes, and of the rows that all nodes read, which a node supports. Two nodes can
 * run at the same time if each can read the version of the other. See CONTRIBUTING.md for when to change the constants.
 *
 * @param version the version that the node writes
 * @param oldest the oldest version that the node can read
 */
record Wire(int version, int oldest) {
    /**
     * 0: nodes share the database only. 1: nodes of the mode {@code redis} exchange messages; the other rows and modes are
     * unchanged.
     */
    static final Wire THIS_RELEASE = new Wire(1, 0);

    Wire {
        if (oldest < 0 || oldest > version) {
            throw new IllegalArgumentException("a node reads its own version: " + version + ", " + oldest);
        }
    }

    /** Returns whether a node with these versions can read the version of the other one. */
    boolean reads(Wire other) {
        return other.version >= oldest;
    }
}
