package io.marketbell.delivery.shard;

import io.marketbell.journal.Ledger;
import io.marketbell.thread.NonBlocking;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.LongPredicate;

/** A ledger in memory, for tests of delivery. */
final class MemoryLedger implements Ledger {
    /** Runs before each acknowledgement is stored. */
    volatile Runnable beforeAcknowledging = () -> {};

    /** Runs before an acknowledged offset is read. */
    volatile Runnable beforeStanding = () -> {};

    private final Map<String, NavigableSet<Long>> written = new ConcurrentHashMap<>();
    private final Map<String, NavigableSet<Long>> sent = new ConcurrentHashMap<>();
    private final Map<String, NavigableSet<Long>> failed = new ConcurrentHashMap<>();
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();

    NavigableSet<Long> sentTo(String user) {
        return sent.computeIfAbsent(user, unused -> new ConcurrentSkipListSet<>());
    }

    NavigableSet<Long> writtenTo(String user) {
        return written.computeIfAbsent(user, unused -> new ConcurrentSkipListSet<>());
    }

    NavigableSet<Long> failedTo(String user) {
        return failed.computeIfAbsent(user, unused -> new ConcurrentSkipListSet<>());
    }

    @Override
    public Standing standing(String user) {
        assert NonBlocking.mayWait("the ledger");
        beforeStanding.run();
        return new Standing(acknowledged.getOrDefault(user, 0L), highest(writtenTo(user)));
    }

    private static long highest(NavigableSet<Long> offsets) {
        return offsets.isEmpty() ? 0 : offsets.last();
    }

    @Override
    public void writing(String user, long[] offsets) {
        written(user, offsets);
    }

    @Override
    public void written(String user, long[] offsets) {
        for (long offset : offsets) {
            writtenTo(user).add(offset);
        }
    }

    @Override
    public void failed(String user, long[] offsets) {
        for (long offset : offsets) {
            failedTo(user).add(offset);
        }
    }

    @Override
    public void sent(String user, long[] offsets) {
        for (long offset : offsets) {
            sentTo(user).add(offset);
        }
    }

    @Override
    public Acknowledgement acknowledge(String user, long offset) {
        assert NonBlocking.mayWait("the ledger");
        beforeAcknowledging.run();
        if (offset > highest(writtenTo(user))) {
            return new Acknowledgement.BeyondSent(highest(writtenTo(user)));
        }
        long previous = acknowledged.getOrDefault(user, 0L);
        acknowledged.merge(user, offset, Math::max);
        return new Acknowledgement.Accepted(previous, Math.max(previous, offset));
    }

    @Override
    public LongPredicate mayHaveReached(String user, long after) {
        assert NonBlocking.mayWait("the ledger");
        return offset -> writtenTo(user).contains(offset);
    }

    @Override
    public Map<String, State> states(long offset, List<String> users) {
        throw new UnsupportedOperationException("delivery does not ask");
    }

    @Override
    public Map<Long, Delivered> delivered(String user, Collection<Long> offsets) {
        throw new UnsupportedOperationException("delivery does not ask");
    }

    @Override
    public Reach reach(long offset) {
        throw new UnsupportedOperationException("delivery does not ask");
    }

    @Override
    public void flush() {}
}
