package io.marketbell.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a bus has counted since its start, and its current state.
 *
 * @param sent messages that were confirmed
 * @param received messages of other nodes
 * @param dropped messages that were not sent or not passed on, by reason
 * @param losses times that messages of other nodes may have been lost, so that the last values were loaded again
 * @param queuedBytes size of the messages that wait to be sent
 * @param lag the age of the last received message when it was received
 * @param evicting whether the server may remove keys before they expire
 * @param threads the threads of the bus
 */
public record BusFigures(
        long sent,
        long received,
        Map<String, Long> dropped,
        long losses,
        long queuedBytes,
        Duration lag,
        boolean evicting,
        List<BusThread> threads) {
    /** The figures of a node without others. */
    public static final BusFigures NONE = new BusFigures(0, 0, Map.of(), 0, 0, Duration.ZERO, false, List.of());

    /**
     * @param ended whether it has ended and could not be replaced
     * @param silence the time since it began to pass messages on; zero if it waits for messages
     */
    public record BusThread(String name, boolean ended, Duration silence) {}
}
