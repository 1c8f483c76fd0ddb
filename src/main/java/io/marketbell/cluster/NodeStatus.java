package io.marketbell.cluster;

import static java.util.Objects.requireNonNull;

/**
 * What a node reports about itself every few seconds. Words may be those of another release.
 *
 * @param tag the beginning of the ids of its sessions
 * @param version the release of Marketbell
 * @param level the level of its health
 * @param connections the number of connected clients
 * @param lag the number of offsets that it has found in the database and not delivered yet
 * @param skewMicros how far the database's clock is ahead of its clock, in microseconds; negative if it is behind
 * @param bus the state of its bus, as in {@link Bus.State}
 * @param busLagMillis the age of the last message of the bus when it arrived
 */
public record NodeStatus(
        String tag,
        String version,
        String level,
        int connections,
        long lag,
        long skewMicros,
        String bus,
        long busLagMillis) {

    public NodeStatus {
        requireNonNull(tag, "tag");
        requireNonNull(version, "version");
        requireNonNull(level, "level");
        requireNonNull(bus, "bus");
    }
}
