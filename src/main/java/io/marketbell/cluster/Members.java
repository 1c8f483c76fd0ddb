package io.marketbell.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Port to the nodes of the cluster. Thread-safe; no method blocks. */
public interface Members {

    /** Returns this node; empty until it has joined, and while it is refused. */
    Optional<Member> self();

    /** Returns the running nodes as of the last heartbeat, this node included, in the order of their names. */
    List<Member> alive();

    /** Returns the number of running nodes as of the last heartbeat; at least 1. */
    default int aliveCount() {
        return Math.max(1, alive().size());
    }

    /** Returns why this node must not use the database; empty if it may. */
    String refusal();

    /** Returns the number of incarnations by state: running, stopped, dead. */
    Map<String, Long> states();

    /** Returns the time since the last successful heartbeat; zero if this node needs none. */
    Duration heartbeatAge();

    /** Returns how often this node did not run for so long that others could declare it dead. */
    default long pauses() {
        return 0;
    }

    /**
     * Registers a check that runs after each pause, before this node writes to clients again. It may wait for the
     * database, but not long. A failing check is logged and does not prevent the writes.
     */
    default void onPause(Runnable check) {}

    /** Returns the number of failed heartbeats since the start. */
    long failedHeartbeats();
}
