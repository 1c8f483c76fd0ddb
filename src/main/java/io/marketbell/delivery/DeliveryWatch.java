package io.marketbell.delivery;

/**
 * Is told what happens to notifications on their way to readers. Called by the threads that dispatch and write, for each
 * frame: must be quick and must not fail.
 */
public interface DeliveryWatch {
    DeliveryWatch NOBODY = new DeliveryWatch() {
        @Override
        public void written(Frame frame, long epochNanos) {}

        @Override
        public void dropped(Loss loss, long count) {}
    };

    /** Why a reader does not get a volatile notification. */
    enum Loss {
        /** A newer one of its key took its place. */
        CONFLATED,
        /** The reader was nearly, or altogether, too slow. */
        SLOW,
        /** Its time was over before it could be written. */
        EXPIRED
    }

    /** @param epochNanos when it was handed to the operating system; nanoseconds since 1970 */
    void written(Frame frame, long epochNanos);

    void dropped(Loss loss, long count);
}
