package io.marketbell.cluster;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Port: messages between the nodes of a cluster, at most once. Nothing durable depends on it. Messages of one node
 * arrive in the order in which they were sent. Thread-safe; no method blocks.
 */
public interface Bus {

    enum State {
        /** There is no other node to exchange messages with. */
        NONE,
        UP,
        /** Messages are dropped and none arrive. */
        AWAY
    }

    /**
     * A message.
     *
     * @param payload not modified after the call
     * @param values last values that this message replaces; they are stored if they are newer than those stored, and
     *     together with the message, so that a node that starts receives each in the stored values, the message, or both
     */
    record Message(BusTopic topic, byte[] payload, List<SharedValue> values) {
        /** A larger message is dropped. */
        public static final int MOST_BYTES = 1 << 20;
        /** A message with more values is dropped. */
        public static final int MOST_VALUES = 500;

        public Message(BusTopic topic, byte[] payload) {
            this(topic, payload, List.of());
        }

        /** Returns the approximate size in memory. */
        public int bytes() {
            int bytes = payload.length;
            for (SharedValue value : values) {
                bytes += value.bytes();
            }
            return bytes;
        }
    }

    /**
     * Sends a message to all other nodes. Returns false if it was dropped because the bus is away or its send queue is
     * full; dropped messages are counted. Returns true without an effect if there are no other nodes.
     */
    boolean send(Message message);

    /**
     * Registers the receiver of a topic, before {@link #start}. It is called on the bus's thread, which it must not
     * block; an exception is logged and counted.
     */
    void onMessage(BusTopic topic, Consumer<byte[]> receiver);

    /**
     * Registers where last values are read from when they have to be stored again, because Redis has lost them, and who
     * receives the stored ones, at the start and after such a loss. Before {@link #start}.
     */
    void onValues(Stored mine, Consumer<List<SharedValue>> loaded);

    /** The last values of this node. */
    interface Stored {
        Stream<SharedValue> all();
    }

    /**
     * Registers a listener for changes of the state, called on a thread of the bus; it must not block. The state is
     * {@code AWAY} and then {@code UP} again at least once after each time that messages of other nodes may have been
     * lost.
     */
    void onState(Consumer<State> listener);

    /** Begins to send and receive. */
    void start();

    State state();

    /**
     * Waits until the messages that other nodes sent before this call were passed on, or the time is over. For a node
     * that was paused. Unlike the other methods, it blocks.
     */
    default void catchUp(Duration atMost) {}

    /** Returns whether the stored last values were loaded, or could not be loaded in time. */
    boolean isStarted();

    default BusFigures figures() {
        return BusFigures.NONE;
    }
}
