package io.marketbell.database;

import java.time.Instant;

/** Converts times to the unit of the schema, which is microseconds since 1970 in UTC. Higher precision is truncated. */
public final class Microseconds {
    private Microseconds() {}

    public static long of(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
    }

    public static Instant toInstant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    }
}
