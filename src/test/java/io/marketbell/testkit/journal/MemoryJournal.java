package io.marketbell.testkit.journal;

import io.marketbell.journal.Journal;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.thread.NonBlocking;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A journal in memory, idempotent like the real one. Tests can fill it, make it unavailable and delay its commits. */
public class MemoryJournal implements Journal {
    private final List<Notification> log = new ArrayList<>();
    private final Map<List<String>, Entry> keys = new HashMap<>();
    private final Map<String, Long> offsets = new HashMap<>();
    private final Set<Long> expired = ConcurrentHashMap.newKeySet();
    private final Set<Long> gone = ConcurrentHashMap.newKeySet();
    private final Map<NotificationType, Long> forgotten = new ConcurrentHashMap<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private Consumer<List<Notification>> listener = committed -> {};
    private Consumer<Reset> resetListener = reset -> {};
    private CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
    private int appends;
    private int mostAppends = Integer.MAX_VALUE;
    private int mostRows;
    private volatile String epoch;
    private volatile long openedAt;
    private volatile boolean available = true;
    private volatile boolean known = true;

    /** Runs after the head was read, before it is returned. */
    public volatile Runnable afterHead = () -> {};

    /** The limit of each call of {@link #past}. */
    public final List<Integer> limits = new CopyOnWriteArrayList<>();

    public MemoryJournal() {
        this("e1");
    }

    public MemoryJournal(String epoch) {
        this.epoch = epoch;
    }

    /** Appends, and notifies the listener. */
    public synchronized List<Notification> commit(Notification... notifications) {
        List<Notification> committed = Stream.of(notifications).map(this::place).toList();
        listener.accept(committed);
        return committed;
    }

    private Notification place(Notification notification) {
        Notification placed = notification.at(log.size() + 1L);
        log.add(placed);
        return placed;
    }

    /** Simulates a restored database: later notifications are lost, and the log has a new epoch. */
    public synchronized void restore(int head, String newEpoch) {
        Reset reset = new Reset(epoch, log.size(), newEpoch, head);
        log.subList(head, log.size()).clear();
        epoch = newEpoch;
        resetListener.accept(reset);
    }

    /** Removes all notifications, as retention does. */
    public synchronized void forgetAll() {
        log.clear();
    }

    /** Expires these offsets; the journal still knows them. */
    public void expire(Long... offsets) {
        expired.addAll(List.of(offsets));
    }

    /** Removes the notifications of this type up to an offset, except the kept ones. */
    public synchronized void forget(long through, NotificationType type, Long... kept) {
        log.stream()
                .filter(n -> n.offset() <= through && n.type() == type)
                .map(Notification::offset)
                .filter(offset -> !List.of(kept).contains(offset))
                .forEach(offset -> {
                    gone.add(offset);
                    forgotten.merge(type, offset, Math::max);
                });
    }

    public void setAvailable(boolean available) {
        this.available = available;
    }

    /** Sets whether the database was reached since the start. */
    public void setKnown(boolean known) {
        this.known = known;
    }

    /** Sets the head at the start of the node. */
    public void openedAt(long offset) {
        openedAt = offset;
    }

    /** Delays commits until the future completes. */
    public synchronized void holdUntil(CompletableFuture<Void> opened) {
        gate = opened;
    }

    /** Makes the journal unavailable for appending after this number of appends. */
    public synchronized void takeOnly(int howMany) {
        mostAppends = howMany;
    }

    /** Makes the next calls of {@link #past} fail with an unexpected error. */
    public void failNextReads(int count) {
        failures.set(count);
    }

    /** Returns the number of calls of {@link #past}, including failed ones. */
    public int reads() {
        return reads.get();
    }

    public synchronized int appends() {
        return appends;
    }

    /** Returns the number of rows of the largest append. */
    public synchronized int mostRows() {
        return mostRows;
    }

    @Override
    public synchronized CompletionStage<List<Appended>> append(List<Entry> entries) {
        appends++;
        mostRows = Math.max(mostRows, entries.stream().mapToInt(Entry::rows).sum());
        if (!available || appends > mostAppends) {
            return CompletableFuture.failedFuture(new JournalUnavailable("away", null));
        }
        return gate.thenApply(opened -> commit(entries));
    }

    private synchronized List<Appended> commit(List<Entry> entries) {
        List<Notification> committed = new ArrayList<>();
        List<Appended> results = new ArrayList<>();
        for (Entry entry : entries) {
            Appended result = commit(entry);
            results.add(result);
            if (result instanceof Appended.Committed fresh) {
                committed.add(fresh.notification());
            }
        }
        listener.accept(committed);
        return results;
    }

    private Appended commit(Entry entry) {
        Notification notification = entry.notification();
        if (notification.key() != null) {
            Entry earlier = keys.putIfAbsent(List.of(notification.publisher(), notification.key()), entry);
            if (earlier != null) {
                String id = earlier.notification().id();
                return Arrays.equals(earlier.contentHash(), entry.contentHash())
                        ? new Appended.Duplicate(id, offsets.get(id))
                        : new Appended.KeyReused(id);
            }
        }
        Notification placed = place(notification);
        offsets.put(placed.id(), placed.offset());
        return new Appended.Committed(placed);
    }

    @Override
    public synchronized void onCommitted(Consumer<List<Notification>> listener) {
        this.listener = listener;
    }

    @Override
    public synchronized void onReset(Consumer<Reset> listener) {
        resetListener = listener;
    }

    @Override
    public long openedAt() {
        return openedAt;
    }

    @Override
    public boolean isKnown() {
        return known;
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
        return available && known;
    }

    @Override
    public synchronized List<Notification> history(
            String user, long after, long upTo, Set<NotificationType> types, int limit) {
        demandAvailable();
        return stored(user, after, upTo)
                .filter(n -> types.isEmpty() || types.contains(n.type()))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Past past(String user, long after, long upTo, int limit) {
        reads.incrementAndGet();
        limits.add(limit);
        demandAvailable();
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("planted");
        }
        List<Notification> found = stored(user, after, upTo)
                .filter(n -> !expired.contains(n.offset()))
                .limit(limit)
                .toList();
        long through = found.size() < limit ? upTo : found.get(limit - 1).offset();
        List<Notification> missing = stored(user, after, through)
                .filter(n -> expired.contains(n.offset()))
                .toList();
        return new Past(found, missing, through, Map.copyOf(forgotten));
    }

    private Stream<Notification> stored(String user, long after, long upTo) {
        return log.stream()
                .filter(n -> n.offset() > after
                        && n.offset() <= upTo
                        && (n.isForEveryone() || n.recipients().contains(user)))
                .filter(n -> !gone.contains(n.offset()));
    }

    @Override
    public synchronized Optional<Notification> byId(String id) {
        demandAvailable();
        return log.stream().filter(n -> n.id().equals(id)).findFirst();
    }

    @Override
    public int expire(Instant now, int limit, Consumer<List<Undelivered>> report) {
        return 0;
    }

    private void demandKnown() {
        if (!known) {
            throw new JournalUnavailable("unknown", null);
        }
    }

    /** Reads the database, like the real journal. */
    @Override
    public long headReadAfter(long read) {
        demandAvailable();
        return head();
    }

    private void demandAvailable() {
        assert NonBlocking.mayWait("the journal");
        if (!available) {
            throw new JournalUnavailable("away", null);
        }
    }
}
