package io.marketbell.journal.log;

import io.marketbell.journal.CommittedGroup;
import io.marketbell.journal.store.LogState.Head;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Messages about commits of other nodes that wait for an earlier one, by the head before the commit. Bounded in number
 * and bytes. Not thread-safe, except {@link #size}, {@link #bytes} and {@link #dropped}.
 */
final class KeptMessages {
    static final int MOST = 1_024;
    static final long MOST_BYTES = 8L << 20;

    private record Kept(CommittedGroup group, long bytes) {}

    private final int most;
    private final long mostBytes;
    private final NavigableMap<Long, Kept> groups = new TreeMap<>();
    private volatile int size;
    private volatile long bytes;
    private volatile long dropped;

    KeptMessages(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    /** Keeps a message. If there is no room, the one with the highest offsets is dropped. */
    void add(CommittedGroup group) {
        Kept kept = new Kept(group, OwnCommits.bytes(group.notifications()));
        if (groups.putIfAbsent(group.headBefore(), kept) == null) {
            bytes += kept.bytes;
        }
        while (groups.size() > most || bytes > mostBytes) {
            drop(groups.lastEntry());
        }
        size = groups.size();
    }

    /**
     * Removes and returns the messages that continue the log without a gap.
     *
     * @param from the last entry of the log
     */
    List<CommittedGroup> takeAfter(Head from) {
        List<CommittedGroup> chain = chainAfter(from, Long.MAX_VALUE);
        chain.forEach(group -> remove(group.headBefore()));
        return chain;
    }

    /**
     * Like {@link #takeAfter(Head)}, but only if the messages reach another entry of the log.
     *
     * @param to the offset and the id of that entry; the id is null if unknown
     */
    List<CommittedGroup> takeBetween(Head from, Head to) {
        List<CommittedGroup> chain = chainAfter(from, to.offset());
        CommittedGroup last = chain.isEmpty() ? null : chain.get(chain.size() - 1);
        if (last == null || last.head() != to.offset() || !same(last.idAt(last.head()), to.id())) {
            return List.of();
        }
        chain.forEach(group -> remove(group.headBefore()));
        return chain;
    }

    private List<CommittedGroup> chainAfter(Head from, long upTo) {
        removeThrough(from.offset());
        List<CommittedGroup> chain = new ArrayList<>();
        Head at = from;
        while (at.offset() < upTo) {
            Map.Entry<Long, Kept> next = groups.floorEntry(at.offset());
            if (next == null || next.getValue().group.head() <= at.offset()) {
                break;
            }
            CommittedGroup group = next.getValue().group;
            if (at.offset() > 0 && !same(group.idAt(at.offset()), at.id())) {
                // of another log, or the id is unknown: the database decides
                drop(next);
                size = groups.size();
                break;
            }
            chain.add(group);
            at = new Head(group.head(), group.idAt(group.head()));
        }
        return chain;
    }

    private static boolean same(String id, String other) {
        return id != null && id.equals(other);
    }

    /** Removes messages about commits that are announced. */
    private void removeThrough(long offset) {
        while (!groups.isEmpty() && groups.firstEntry().getValue().group.head() <= offset) {
            remove(groups.firstKey());
        }
    }

    private void drop(Map.Entry<Long, Kept> entry) {
        dropped++;
        remove(entry.getKey());
    }

    private void remove(long headBefore) {
        Kept removed = groups.remove(headBefore);
        if (removed != null) {
            bytes -= removed.bytes;
        }
        size = groups.size();
    }

    void clear() {
        groups.clear();
        bytes = 0;
        size = 0;
    }

    int size() {
        return size;
    }

    long bytes() {
        return bytes;
    }

    long dropped() {
        return dropped;
    }
}
