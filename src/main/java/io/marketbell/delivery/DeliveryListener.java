package io.marketbell.delivery;

/**
 * Receives events about notifications on their way to clients and about messages of clients. Called for each frame;
 * implementations must be fast and must not throw.
 */
public interface DeliveryListener {
    DeliveryListener NONE = new DeliveryListener() {};

    /** The reason why a client does not get a volatile notification. */
    enum Loss {
        /** Replaced by a newer notification with the same key. */
        CONFLATED,
        /** The client's queue was full or nearly full. */
        SLOW,
        /** It expired before it was written. */
        EXPIRED
    }

    /** The kind of a message from a client. */
    enum ClientMessage {
        SUBSCRIBE,
        UNSUBSCRIBE,
        SUBSCRIPTIONS,
        ACK,
        /** Answered without delivery: authentication, ping, and invalid messages. */
        OTHER
    }

    /** @param epochNanos when it was handed to the operating system, in nanoseconds since 1970 */
    default void written(Frame frame, long epochNanos) {}

    default void dropped(Loss loss, long count) {}

    default void received(ClientMessage message) {}
}
