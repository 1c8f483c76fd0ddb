package io.marketbell.delivery;

/**
 * Is told what happens to notifications on their way to clients. Called by the threads that dispatch and write, for each
 * frame: must be quick and must not fail.
 */
public interface DeliveryListener {
    DeliveryListener NOBODY = new DeliveryListener() {
        @Override
        public void written(Frame frame, long epochNanos) {}

        @Override
        public void dropped(Loss loss, long count) {}
    };

    /** Why a client does not get a volatile notification. */
    enum Loss {
        /** A newer one of its key took its place. */
        CONFLATED,
        /** The client was nearly, or altogether, too slow. */
        SLOW,
        /** Its time was over before it could be written. */
        EXPIRED
    }

    /** @param epochNanos when it was handed to the operating system; nanoseconds since 1970 */
    void written(Frame frame, long epochNanos);

    void dropped(Loss loss, long count);
}
