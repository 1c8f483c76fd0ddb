package io.marketbell.delivery;

/**
 * Receives events about notifications on their way to clients. Called by dispatchers and writers for each frame;
 * implementations must be fast and must not throw.
 */
public interface DeliveryListener {
    DeliveryListener NOBODY = new DeliveryListener() {
        @Override
        public void written(Frame frame, long epochNanos) {}

        @Override
        public void dropped(Loss loss, long count) {}
    };

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
    void written(Frame frame, long epochNanos);

    void dropped(Loss loss, long count);
}
