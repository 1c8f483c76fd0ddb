package io.marketbell.publish.service;

import io.marketbell.journal.Journal;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
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
import java.util.function.Consumer;

/** A journal in memory, with the idempotency of the real one, that can be told to be away or to hold its commits. */
public class MemoryJournal implements Journal {
    private final List<Notification> log = new ArrayList<>();
    private final Map<List<String>, Entry> keys = new HashMap<>();
    private final Map<String, Long> offsets = new HashMap<>();
    private Consumer<List<Notification>> listener = committed -> {};
    private CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
    private boolean available = true;
    private boolean known = true;
    private int appends;
    private int appendsTaken = Integer.MAX_VALUE;
    private int mostRows;

    public synchronized void setAvailable(boolean available) {
        this.available = available;
    }

    /** Whether the database was reached since the start. */
    public synchronized void setKnown(boolean known) {
        this.known = known;
    }

    /** From now on commits wait for the future. */
    public synchronized void holdUntil(CompletableFuture<Void> opened) {
        gate = opened;
    }

    public synchronized int appends() {
        return appends;
    }

    /** The rows of the largest append. */
    public synchronized int mostRows() {
        return mostRows;
    }

    /** After so many appends it is away. */
    public synchronized void takeOnly(int howMany) {
        appendsTaken = howMany;
    }

    @Override
    public synchronized CompletionStage<List<Appended>> append(List<Entry> entries) {
        appends++;
        mostRows = Math.max(mostRows, entries.stream().mapToInt(Entry::rows).sum());
        if (!available || appends > appendsTaken) {
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
        Notification placed = notification.at(log.size() + 1L);
        log.add(placed);
        offsets.put(placed.id(), placed.offset());
        return new Appended.Committed(placed);
    }

    @Override
    public synchronized void onCommitted(Consumer<List<Notification>> listener) {
        this.listener = listener;
    }

    @Override
    public synchronized long head() {
        if (!known) {
            throw new JournalUnavailable("unknown", null);
        }
        return log.size();
    }

    @Override
    public String epoch() {
        return "e7";
    }

    @Override
    public synchronized boolean isAvailable() {
        return available;
    }

    @Override
    public synchronized List<Notification> history(
            String user, long after, long upTo, Set<NotificationType> types, int limit) {
        demandAvailable();
        return log.stream()
                .filter(each -> each.offset() > after && each.offset() <= upTo && each.isAddressedTo(user))
                .filter(each -> types.isEmpty() || types.contains(each.type()))
                .limit(limit)
                .toList();
    }

    @Override
    public Past past(String user, long after, long upTo, int limit) {
        throw new UnsupportedOperationException("ingest does not resume");
    }

    @Override
    public synchronized Optional<Notification> byId(String id) {
        demandAvailable();
        return log.stream().filter(each -> each.id().equals(id)).findFirst();
    }

    /** Takes everything away, as retention does in time. */
    public synchronized void forgetAll() {
        log.clear();
    }

    @Override
    public int expire(Instant now, int limit, Consumer<List<Undelivered>> report) {
        throw new UnsupportedOperationException("retention is not ingest's");
    }

    private void demandAvailable() {
        if (!available) {
            throw new JournalUnavailable("away", null);
        }
    }
}
