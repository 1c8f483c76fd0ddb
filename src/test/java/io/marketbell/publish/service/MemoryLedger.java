package io.marketbell.publish.service;

import io.marketbell.journal.Ledger;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;

/** A ledger in memory. */
public class MemoryLedger implements Ledger {
    private final Map<String, TreeSet<Long>> written = new ConcurrentHashMap<>();
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();

    @Override
    public Standing standing(String user) {
        TreeSet<Long> own = of(user);
        return new Standing(acknowledged.getOrDefault(user, 0L), own.isEmpty() ? 0 : own.last());
    }

    @Override
    public void writing(String user, long[] offsets) {
        written(user, offsets);
    }

    @Override
    public void failed(String user, long[] offsets) {}

    @Override
    public void written(String user, long[] offsets) {
        for (long offset : offsets) {
            of(user).add(offset);
        }
    }

    @Override
    public void sent(String user, long[] offsets) {
        written(user, offsets);
    }

    @Override
    public Acknowledgement acknowledge(String user, long offset) {
        TreeSet<Long> own = of(user);
        if (own.isEmpty() || offset > own.last()) {
            return new Acknowledgement.BeyondSent(own.isEmpty() ? 0 : own.last());
        }
        long previous = acknowledged.getOrDefault(user, 0L);
        acknowledged.merge(user, offset, Math::max);
        return new Acknowledgement.Accepted(previous, Math.max(previous, offset));
    }

    @Override
    public LongPredicate mayHaveReached(String user, long after) {
        TreeSet<Long> before = new TreeSet<>(of(user));
        return before::contains;
    }

    @Override
    public Map<String, State> states(long offset, List<String> users) {
        Map<String, State> states = new HashMap<>();
        for (String user : users) {
            State state = acknowledged.getOrDefault(user, 0L) >= offset
                    ? State.ACKED
                    : of(user).contains(offset) ? State.SENT : State.QUEUED;
            states.put(user, state);
        }
        return states;
    }

    @Override
    public Map<Long, Delivered> delivered(String user, Collection<Long> offsets) {
        Map<Long, Delivered> delivered = new HashMap<>();
        for (Long offset : offsets) {
            delivered.put(offset, new Delivered(states(offset, List.of(user)).get(user), false, true));
        }
        return delivered;
    }

    @Override
    public Reach reach(long offset) {
        long sent =
                written.values().stream().filter(own -> own.contains(offset)).count();
        long acked = acknowledged.entrySet().stream()
                .filter(entry ->
                        entry.getValue() >= offset && of(entry.getKey()).contains(offset))
                .count();
        return new Reach(sent, acked);
    }

    @Override
    public void flush() {}

    private TreeSet<Long> of(String user) {
        return written.computeIfAbsent(user, anyone -> new TreeSet<>());
    }
}
