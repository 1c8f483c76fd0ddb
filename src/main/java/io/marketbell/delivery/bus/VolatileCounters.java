package io.marketbell.delivery.bus;

import java.util.concurrent.atomic.LongAdder;

/** Counters of volatile notifications since the start. Thread-safe. */
final class VolatileCounters {
    /** Passed to the bus. */
    final LongAdder sent = new LongAdder();

    /** Not passed to the bus, because it was away or a queue was full; sent again if they are still last values. */
    final LongAdder unsent = new LongAdder();

    /** Received from other nodes. */
    final LongAdder received = new LongAdder();

    /** Received after their expiry: kept as last values, not delivered. */
    final LongAdder late = new LongAdder();

    /** Received, and dropped or replaced by a newer one because delivery had no room. */
    final LongAdder dropped = new LongAdder();

    /** Messages and notifications that could not be decoded, or whose id is invalid. */
    final LongAdder malformed = new LongAdder();
}
