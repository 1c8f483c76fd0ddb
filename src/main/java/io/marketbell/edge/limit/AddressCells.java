package io.marketbell.edge.limit;

import io.marketbell.digest.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * Token buckets of client addresses in a fixed amount of memory: a bucket is one cell of an array, selected by a keyed
 * hash of the address, so clients cannot choose addresses that share a cell. Thread-safe, without locks.
 *
 * <p>A cell contains the time at which its bucket is full again (the generic cell rate algorithm).
 */
final class AddressCells {
    /** 32 KiB. Two addresses share a cell with a probability of 1 in 4,096. */
    static final int CELLS = 4096;

    private final AtomicLongArray fullAt = new AtomicLongArray(CELLS);
    private final byte[] key = new byte[16];
    private final LongSupplier nanoTime;
    private final long origin;
    private final long interval;
    private final long whole;

    /**
     * @param rate tokens per second
     * @param burst tokens of a full bucket
     * @param nanoTime a monotonic clock
     */
    AddressCells(long rate, long burst, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.origin = nanoTime.getAsLong();
        this.interval = 1_000_000_000 / rate;
        this.whole = burst * interval;
        new SecureRandom().nextBytes(key);
    }

    /**
     * Takes one token.
     *
     * @return 0 if it was granted; otherwise the nanoseconds until there is one
     */
    long tryAcquire(String address) {
        int cell = cell(address);
        while (true) {
            long now = nanoTime.getAsLong() - origin;
            long full = fullAt.get(cell);
            long next = Math.max(now, full) + interval;
            if (next - now > whole) {
                return next - now - whole;
            }
            if (fullAt.compareAndSet(cell, full, next)) {
                return 0;
            }
        }
    }

    private int cell(String address) {
        byte[] hash = Sha256.of(key, address.getBytes(StandardCharsets.UTF_8));
        return Math.floorMod(ByteBuffer.wrap(hash).getInt(), CELLS);
    }
}
