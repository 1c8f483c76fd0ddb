package io.marketbell.cluster;

import java.time.Duration;
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

        /** Returns the age of the oldest report of a running node; zero if the others have reported nothing. */
        public Duration oldestAge() {
            return nodes.stream()
                    .filter(node -> node.isRunning() && node.statusAge() != null)
                    .map(NodeReport::statusAge)
                    .reduce(Duration.ZERO, (one, other) -> one.compareTo(other) > 0 ? one : other);
        }

        /** Returns the number of other running nodes without recent measurements. */
        public long missing() {
            return nodes.stream()
                    .filter(node -> node.isRunning() && !node.isSelf() && !node.hasRecentFigures())
                    .count();
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

    /** Returns the size of the measurements that this node has written last; 0 if none. */
    default int writtenBytes() {
        return 0;
    }
}
