package io.marketbell.cluster;

import java.time.Duration;
import java.util.Optional;

/**
 * Port: the reports of all nodes about one engine (PostgreSQL or Redis), exchanged over the other one. Thread-safe. Its
 * methods wait for the engine over which the reports are exchanged.
 */
public interface EngineReports {
    /** A longer time than any node runs. */
    Duration NEVER = Duration.ofDays(10_000);

    /**
     * Reports when this node last reached the engine.
     *
     * @param sinceReached the time since then
     * @return the shortest time since another node reached it, {@link #NEVER} if none has reported; empty if the reports
     *     could not be exchanged
     */
    Optional<Duration> exchange(Duration sinceReached);

    /**
     * Takes the turn to leave because of this engine.
     *
     * @param duration the time for which no other node may take it
     * @return false if another node has it, or if that is unknown
     */
    boolean takeTurn(Duration duration);
}
