package io.marketbell.callback;

import java.util.concurrent.atomic.LongAdder;

/** Monotonic counters of callback results since the start. Thread-safe. */
final class CallbackCounts {

    final LongAdder delivered = new LongAdder();
    final LongAdder failedAttempts = new LongAdder();
    /** Moved to the dead letters. */
    final LongAdder givenUp = new LongAdder();
    /** Moved to the dead letters because the queue was full. */
    final LongAdder overflowed = new LongAdder();
    /** Circuit breakers opened because a host failed repeatedly. */
    final LongAdder breakersOpened = new LongAdder();
}
