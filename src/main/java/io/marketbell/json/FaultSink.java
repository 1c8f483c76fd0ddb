package io.marketbell.json;

/** Receives the faults found in a JSON text. */
@FunctionalInterface
public interface FaultSink {
    /** @param pointer the place, as a JSON pointer (RFC 6901) */
    void add(String pointer, String detail);
}
