package io.marketbell.delivery;

/**
 * Receives events about notifications on their way to clients. Called by dispatchers and writers for each frame;
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

    /** @param epochNanos when it was handed to the operating system, in nanoseconds since 1970 */
    default void written(Frame frame, long epochNanos) {}

    default void dropped(Loss loss, long count) {}
}
