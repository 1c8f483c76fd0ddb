package io.marketbell.callback;

import java.util.concurrent.atomic.LongAdder;

/** What became of callbacks since the start. */
final class CallbackCounts {

    final LongAdder delivered = new LongAdder();
    final LongAdder failedAttempts = new LongAdder();
    /** They became dead letters. */
    final LongAdder givenUp = new LongAdder();
    /** They became dead letters because there was no room for them to wait. */
    final LongAdder overflowed = new LongAdder();
    /** A host failed so often that it is given a rest. */
    final LongAdder breakersOpened = new LongAdder();
}
