package io.marketbell.delivery.shard;

import io.marketbell.journal.Journal;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.thread.NonBlocking;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A journal that tests of delivery can fill, empty and make unavailable. */
final class MemoryJournal implements Journal {
    private final List<Notification> log = new ArrayList<>();
    private Consumer<List<Notification>> listener = committed -> {};
    private Consumer<Reset> resetListener = reset -> {};
    private volatile String epoch = "e1";
    private final Set<Long> expired = ConcurrentHashMap.newKeySet();
    private final Set<Long> gone = ConcurrentHashMap.newKeySet();
    private final Map<NotificationType, Long> forgotten = new ConcurrentHashMap<>();
    private volatile long openedAt;
    private volatile boolean unknown;
    private volatile boolean away;
    /** Runs after the head was read. */
    volatile Runnable afterHead = () -> {};

    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();

    /** The limit of each read of history. */
    final List<Integer> limits = new CopyOnWriteArrayList<>();

    /** Appends and notifies the listener, as a journal does. */
    synchronized List<Notification> commit(Notification... notifications) {
        List<Notification> committed = new ArrayList<>();
        for (Notification notification : notifications) {
            committed.add(notification.at(log.size() + 1L));
            log.add(committed.get(committed.size() - 1));
        }
        listener.accept(committed);
        return committed;
    }

    /** Simulates a restored database: everything after this offset is gone, and the log has another epoch. */
    synchronized void restore(int head, String newEpoch) {
        Reset reset = new Reset(epoch, log.size(), newEpoch, head);
        log.subList(head, log.size()).clear();
        epoch = newEpoch;
        resetListener.accept(reset);
    }

    @Override
    public void onReset(Consumer<Reset> listener) {
        resetListener = listener;
    }

    void goAway(boolean away) {
        this.away = away;
    }

    /** Makes this number of the next reads fail unexpectedly. */
    void failNextReads(int count) {
        failures.set(count);
    }

    /** Returns how often history was read, successfully or not. */
    int reads() {
        return reads.get();
    }

    /** Marks the notifications at these offsets as expired and remembered. */
    void expire(Long... offsets) {
        expired.addAll(List.of(offsets));
    }

    /**
     * Marks the notifications of these types up to this offset as expired and not remembered, except the given offsets.
     */
    void forget(long through, NotificationType type, Long... kept) {
        log.stream()
                .filter(n -> n.offset() <= through && n.type() == type)
                .filter(n -> !List.of(kept).contains(n.offset()))
                .forEach(n -> forgotten.merge(type, n.offset(), Math::max));
        gone.addAll(log.stream()
                .filter(n -> n.offset() <= through && n.type() == type)
                .map(Notification::offset)
                .filter(offset -> !List.of(kept).contains(offset))
                .toList());
    }

    /** Simulates a node that starts with a log of this length. */
    void openedAt(long offset) {
        this.openedAt = offset;
    }

    /** Simulates a node whose database has been unreachable since the start. */
    void unknown(boolean unknown) {
        this.unknown = unknown;
    }

    @Override
    public CompletionStage<List<Appended>> append(List<Entry> entries) {
        throw new UnsupportedOperationException("tests commit");
    }

    @Override
    public void onCommitted(Consumer<List<Notification>> listener) {
        this.listener = listener;
    }

    @Override
    public long openedAt() {
        return openedAt;
    }

    @Override
    public boolean isKnown() {
        return !unknown;
    }

    @Override
    public synchronized long head() {
        demandKnown();
        long head = log.size();
        afterHead.run();
        return head;
    }

    @Override
    public String epoch() {
        demandKnown();
        return epoch;
    }

    @Override
    public boolean isAvailable() {
        return !away && !unknown;
    }

    @Override
    public synchronized List<Notification> history(
            String user, long after, long upTo, Set<NotificationType> types, int limit) {
        throw new UnsupportedOperationException("delivery reads the past");
    }

    @Override
    public synchronized Past past(String user, long after, long upTo, int limit) {
        reads.incrementAndGet();
        limits.add(limit);
        demandAvailable();
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("planted");
        }
        List<Notification> found = addressed(user, after, upTo)
                .filter(n -> !expired.contains(n.offset()))
                .limit(limit)
                .toList();
        long through = found.size() < limit ? upTo : found.get(limit - 1).offset();
        List<Notification> missing = addressed(user, after, through)
                .filter(n -> expired.contains(n.offset()))
                .toList();
        return new Past(found, missing, through, Map.copyOf(forgotten));
    }

    private Stream<Notification> addressed(String user, long after, long upTo) {
        return log.stream()
                .filter(n -> n.offset() > after && n.offset() <= upTo && n.isAddressedTo(user))
                .filter(n -> !gone.contains(n.offset()));
    }

    @Override
    public Optional<Notification> byId(String id) {
        return log.stream().filter(n -> n.id().equals(id)).findFirst();
    }

    @Override
    public int expire(Instant now, int limit, Consumer<List<Undelivered>> report) {
        return 0;
    }

    private void demandKnown() {
        if (unknown) {
            throw new JournalUnavailable("unknown", null);
        }
    }

    private void demandAvailable() {
        assert NonBlocking.mayWait("the journal");
        if (away) {
            throw new JournalUnavailable("away", null);
        }
    }
}
