package io.marketbell.cluster.redis;

import java.util.LinkedHashMap;
import java.util.Map;

/** The highest sequence received of each incarnation. Not thread-safe. */
final class BusSequences {
    /** Of ended nodes, too; the one that was silent for the longest time is removed first. */
    private static final int MOST = 1_000;

    private final Map<String, Long> highest = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST;
        }
    };

    /** Returns false if the sequence is not higher than all earlier ones of the incarnation. */
    boolean advance(String incarnation, long sequence) {
        if (sequence <= highest.getOrDefault(incarnation, 0L)) {
            return false;
        }
        highest.put(incarnation, sequence);
        return true;
    }
}
