package io.marketbell.delivery.shard;

import io.marketbell.delivery.Connection;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.resume.ResumeReads.Page;
import io.marketbell.delivery.resume.ResumeReads.Question;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.subscription.SubscriptionFilter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.LongPredicate;

/** How far one resume of one subscription is. Belongs to the shard's thread, and reads nothing itself. */
final class ResumeProgress {
    /** A page is kept in memory until the client has room for it; so it should not weigh more than a queue. */
    private static final int PAGE_CHARACTERS = 512 << 10;

    private static final int SMALLEST_PAGE = 16;
    private static final int LARGEST_PAGE = 200;

    /** A notification of the journal's: to be sent, or expired and so missing. */
    record Item(Notification notification, boolean expired) {
        long offset() {
            return notification.offset();
        }
    }

    private final String subscription;
    private final Connection.Subscribe request;

    /** What already waited, not yet written, when this began: reading it from the journal is a repeat all the same. */
    private final Set<Long> waitingBefore;

    private final Queue<Item> items = new ArrayDeque<>();

    private Frame.Status.Gap reset;
    private String epoch;
    private LongPredicate reachedBefore;
    private long startedFrom;
    private long liveThrough;
    private long forgottenThrough;
    private long readThrough = -1;
    private int limit = 2 * SMALLEST_PAGE;
    private boolean atHead;
    private boolean ended;

    /** @param liveThrough up to here the connection's other subscriptions had theirs live: only this one's filter counts */
    ResumeProgress(String subscription, Connection.Subscribe request, long liveThrough, Set<Long> waitingBefore) {
        this.subscription = subscription;
        this.request = request;
        this.liveThrough = liveThrough;
        this.waitingBefore = waitingBefore;
        this.startedFrom = request.resumeAfter();
    }

    Backlog.Resume resume() {
        return new Backlog.Resume(subscription, request);
    }

    /** Of the log that was read. */
    String epoch() {
        return epoch;
    }

    boolean isOf(String name) {
        return subscription.equals(name);
    }

    SubscriptionFilter filter() {
        return request.filter();
    }

    /** Whether anything was read yet. */
    boolean hasStarted() {
        return readThrough >= 0;
    }

    /** After which offset it reads: the one asked for, or 0 where the log is another. */
    long startedFrom() {
        return startedFrom;
    }

    /** The gap where the log is another, or null; known with the first page. */
    Frame.Status.Gap reset() {
        return reset;
    }

    Question question() {
        return hasStarted()
                ? new Question(readThrough, null, false, reachedBefore, limit)
                : new Question(request.resumeAfter(), request.epoch(), true, null, limit);
    }

    void accept(Page page) {
        if (!hasStarted()) {
            reset = page.reset();
            startedFrom = page.from();
        }
        limit = limitAfter(page.past().notifications());
        epoch = page.epoch();
        reachedBefore = page.reached();
        liveThrough = Math.max(liveThrough, page.openedAt());
        readThrough = Math.max(page.from(), page.past().through());
        atHead = readThrough >= page.head();
        forgottenThrough = forgotten(page.past().forgottenThrough());
        List<Item> found = new ArrayList<>();
        page.past().notifications().forEach(notification -> found.add(new Item(notification, false)));
        page.past().expired().forEach(notification -> found.add(new Item(notification, true)));
        found.sort(Comparator.comparingLong(Item::offset));
        items.addAll(found);
        if (ended) {
            skipWhatWasLive();
        }
    }

    /** As many as weigh no more than a page may, if they are like those before. */
    private static int limitAfter(List<Notification> before) {
        long characters = before.stream()
                .mapToLong(found -> found.body() == null ? 0 : found.body().length())
                .sum();
        long fitting = characters == 0 ? LARGEST_PAGE : (long) before.size() * PAGE_CHARACTERS / characters;
        return (int) Math.max(SMALLEST_PAGE, Math.min(LARGEST_PAGE, fitting));
    }

    private long forgotten(Map<NotificationType, Long> byType) {
        Set<NotificationType> wanted = filter().types();
        return byType.entrySet().stream()
                .filter(entry -> wanted.isEmpty() || wanted.contains(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .max()
                .orElse(0);
    }

    boolean hasItem() {
        return !items.isEmpty();
    }

    Item poll() {
        return items.poll();
    }

    /** Up to here everything was taken by {@link #poll}. */
    long handedThrough() {
        if (!hasStarted()) {
            return startedFrom;
        }
        return items.isEmpty() ? readThrough : items.peek().offset() - 1;
    }

    /** Up to this offset something may be missing that nothing is known of. */
    long forgottenThrough() {
        return forgottenThrough;
    }

    /** Whether it has reached what is live. */
    boolean isComplete(long routedThrough) {
        return items.isEmpty() && (atHead || ended) && readThrough >= routedThrough;
    }

    boolean mayHaveReached(long offset) {
        return waitingBefore.contains(offset) || reachedBefore.test(offset);
    }

    boolean wasLiveForOthers(long offset) {
        return offset <= liveThrough;
    }

    /**
     * The subscription is gone. What is left is what the others did not get live because it was to be read from the
     * journal.
     */
    void end() {
        ended = true;
        skipWhatWasLive();
    }

    boolean hasEnded() {
        return ended;
    }

    private void skipWhatWasLive() {
        items.removeIf(item -> wasLiveForOthers(item.offset()));
        readThrough = Math.max(readThrough, liveThrough);
    }
}
