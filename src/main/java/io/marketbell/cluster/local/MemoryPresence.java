package io.marketbell.cluster.local;

import io.marketbell.cluster.Presence;
import java.util.HashMap;
import java.util.Map;

/** The presence of several nodes in one process, for tests. Thread-safe. */
public final class MemoryPresence {
    /** The connections of each user at each node. */
    private final Map<String, Map<String, Integer>> counts = new HashMap<>();

    public Presence at(String node) {
        return new AtNode(node);
    }

    /** Ends a node: its connections no longer count. */
    public synchronized void end(String node) {
        counts.values().forEach(nodes -> nodes.remove(node));
    }

    private synchronized int sum(String user) {
        return counts.getOrDefault(user, Map.of()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private final class AtNode implements Presence {
        private final String node;

        private AtNode(String node) {
            this.node = node;
        }

        @Override
        public boolean enter(String user, int atMost) {
            synchronized (MemoryPresence.this) {
                boolean admitted = sum(user) < atMost;
                if (admitted) {
                    counts.computeIfAbsent(user, unused -> new HashMap<>()).merge(node, 1, Integer::sum);
                }
                return admitted;
            }
        }

        @Override
        public void leave(String user) {
            synchronized (MemoryPresence.this) {
                counts.getOrDefault(user, new HashMap<>())
                        .computeIfPresent(node, (unused, count) -> count == 1 ? null : count - 1);
            }
        }

        @Override
        public int elsewhere(String user) {
            synchronized (MemoryPresence.this) {
                return sum(user) - counts.getOrDefault(user, Map.of()).getOrDefault(node, 0);
            }
        }
    }
}
