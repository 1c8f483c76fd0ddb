package io.marketbell.cluster;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Port: what the nodes of the cluster report about themselves. Thread-safe; no method blocks. */
public interface NodeReports {

    /**
     * The nodes at one time.
     *
     * @param asOf when they were read, by this node's clock
     * @param nodes one report of each node, in the order of their names; this node is always among them
     */
    record Reported(Instant asOf, List<NodeReport> nodes) {
        public Reported {
            nodes = List.copyOf(nodes);
        }
    }

    /** Returns the known nodes. Returns the same object until it was read again, every few seconds. */
    Reported latest();

    /** Registers the source of this node's status. It must not block. Reports begin when it is known. */
    void statusFrom(Supplier<NodeStatus> source);

    /**
     * Registers the source of this node's encoded measurements. It may take some time, but must not wait.
     *
     * @param source returns the same array until there are newer ones
     */
    void figuresFrom(Supplier<byte[]> source);
}
