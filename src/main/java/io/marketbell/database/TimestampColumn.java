package io.marketbell.database;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * The columns of type TIMESTAMP WITH TIME ZONE that columns in microseconds replace. They are written for nodes of the
 * previous release, and read in rows that such a node has written. ADR 21 states the releases that remove them.
 */
public final class TimestampColumn {
    private TimestampColumn() {}

    /** Returns an expression for the time in microseconds. */
    public static String micros(String column) {
        return "COALESCE(" + column + "_micros, CAST(EXTRACT(EPOCH FROM " + column + ") * 1000000 AS BIGINT))";
    }

    /** Returns the parameter for the replaced column; null for null. */
    public static OffsetDateTime value(Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }
}
