package io.marketbell.delivery;

import io.marketbell.journal.Journal;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.thread.NonBlocking;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A journal that tests of delivery can fill, empty and take away. */
final class MemoryJournal implements Journal {
    private final List<Notification> log = new ArrayList<>();
    private Consumer<List<Notification>> listener = committed -> {};
    private volatile long expiredThrough;
    private volatile boolean away;

    /** Appends, and tells the listener as a journal does. */
    synchronized List<Notification> commit(Notification... notifications) {
        List<Notification> committed = new ArrayList<>();
        for (Notification notification : notifications) {
            committed.add(notification.at(log.size() + 1L));
            log.add(committed.get(committed.size() - 1));
        }
        listener.accept(committed);
        return committed;
    }

    void goAway(boolean away) {
        this.away = away;
    }

    void expiredThrough(long offset) {
        this.expiredThrough = offset;
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
    public synchronized long head() {
        return log.size();
    }

    @Override
    public String epoch() {
        return "e1";
    }

    @Override
    public boolean isAvailable() {
        return !away;
    }

    @Override
    public synchronized List<Notification> history(
            String user, long after, long upTo, Set<NotificationType> types, int limit) {
        demandAvailable();
        return log.stream()
                .filter(n -> n.offset() > after && n.offset() <= upTo && n.isAddressedTo(user))
                .filter(n -> n.offset() > expiredThrough)
                .limit(limit)
                .toList();
    }

    @Override
    public long expiredThrough(String user) {
        demandAvailable();
        return expiredThrough;
    }

    @Override
    public Optional<Notification> byId(String id) {
        return log.stream().filter(n -> n.id().equals(id)).findFirst();
    }

    @Override
    public int expire(Instant now, int limit, Consumer<List<Undelivered>> report) {
        return 0;
    }

    private void demandAvailable() {
        assert NonBlocking.mayWait("the journal");
        if (away) {
            throw new JournalUnavailable("away", null);
        }
    }
}
