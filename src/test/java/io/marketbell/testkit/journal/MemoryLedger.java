package io.marketbell.testkit.journal;

import io.marketbell.journal.Ledger;
import io.marketbell.thread.NonBlocking;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.LongPredicate;

/** A ledger in memory. Thread-safe. */
public class MemoryLedger implements Ledger {
    /** Runs before each acknowledgement is stored. */
    public volatile Runnable beforeAcknowledging = () -> {};

    /** Runs before a standing is read. */
    public volatile Runnable beforeStanding = () -> {};

    private final Map<String, NavigableSet<Long>> written = new ConcurrentHashMap<>();
    private final Map<String, NavigableSet<Long>> sent = new ConcurrentHashMap<>();
    private final Map<String, NavigableSet<Long>> failed = new ConcurrentHashMap<>();
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();

    public NavigableSet<Long> sentTo(String user) {
        return of(user, sent);
    }

    /** Returns the offsets that were written to the user, sent or not. */
    public NavigableSet<Long> writtenTo(String user) {
        return of(user, written);
    }

    public NavigableSet<Long> failedTo(String user) {
        return of(user, failed);
    }

    private static NavigableSet<Long> of(String user, Map<String, NavigableSet<Long>> offsets) {
        return offsets.computeIfAbsent(user, unused -> new ConcurrentSkipListSet<>());
    }

    private static void add(long[] offsets, NavigableSet<Long> known) {
        for (long offset : offsets) {
            known.add(offset);
        }
    }

    @Override
    public Standing standing(String user) {
        assert NonBlocking.mayWait("the ledger");
        beforeStanding.run();
        return new Standing(acknowledged.getOrDefault(user, 0L), highestWritten(user));
    }

    private long highestWritten(String user) {
        NavigableSet<Long> offsets = writtenTo(user);
        return offsets.isEmpty() ? 0 : offsets.last();
    }

    @Override
    public void writing(String user, long[] offsets) {
        written(user, offsets);
    }

    @Override
    public void written(String user, long[] offsets) {
        add(offsets, writtenTo(user));
    }

    @Override
    public void failed(String user, long[] offsets) {
        add(offsets, failedTo(user));
    }

    @Override
    public void sent(String user, long[] offsets) {
        written(user, offsets);
        add(offsets, sentTo(user));
    }

    @Override
    public Acknowledgement acknowledge(String user, long offset) {
        assert NonBlocking.mayWait("the ledger");
        beforeAcknowledging.run();
        if (offset > highestWritten(user)) {
            return new Acknowledgement.BeyondSent(highestWritten(user));
        }
        long previous = acknowledged.getOrDefault(user, 0L);
        acknowledged.merge(user, offset, Math::max);
        return new Acknowledgement.Accepted(previous, Math.max(previous, offset));
    }

    @Override
    public Acknowledgement.Accepted acknowledgedElsewhere(String user, long offset) {
        long previous = acknowledged.getOrDefault(user, 0L);
        return new Acknowledgement.Accepted(previous, acknowledged.merge(user, offset, Math::max));
    }

    @Override
    public LongPredicate mayHaveReached(String user, long after) {
        assert NonBlocking.mayWait("the ledger");
        return writtenTo(user)::contains;
    }

    @Override
    public Map<String, State> states(long offset, List<String> users) {
        Map<String, State> states = new HashMap<>();
        for (String user : users) {
            states.put(user, state(user, offset));
        }
        return states;
    }

    private State state(String user, long offset) {
        if (acknowledged.getOrDefault(user, 0L) >= offset) {
            return State.ACKED;
        }
        return writtenTo(user).contains(offset) ? State.SENT : State.QUEUED;
    }

    @Override
    public Map<Long, Delivered> delivered(String user, Collection<Long> offsets) {
        Map<Long, Delivered> delivered = new HashMap<>();
        for (Long offset : offsets) {
            delivered.put(offset, new Delivered(state(user, offset), false, true));
        }
        return delivered;
    }

    @Override
    public Reach reach(long offset) {
        long reached =
                written.values().stream().filter(own -> own.contains(offset)).count();
        long acked = acknowledged.entrySet().stream()
                .filter(entry ->
                        entry.getValue() >= offset && writtenTo(entry.getKey()).contains(offset))
                .count();
        return new Reach(reached, acked);
    }

    @Override
    public void flush() {}
}
