package io.marketbell.delivery.shard;

import io.marketbell.delivery.Frame;
import io.marketbell.delivery.resume.ResumeReads.Page;
import io.marketbell.delivery.resume.ResumeReads.Request;
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

/** The progress of one resume of one subscription. Must be used on the shard's thread; performs no reads itself. */
final class ResumeProgress {
    /**
     * Maximum weight of a page. A page stays in memory until the client has room for it, so it must not weigh more than
     * a queue.
     */
    private static final int PAGE_CHARACTERS = 512 << 10;

    private static final int SMALLEST_PAGE = 16;
    private static final int LARGEST_PAGE = 200;

    /** A notification of the journal: either to be sent, or expired and therefore missing. */
    record Item(Notification notification, boolean expired) {
        long offset() {
            return notification.offset();
        }
    }

    private final Backlog.Resume resume;

    /**
     * Offsets that were queued but not written when the resume started; reading them from the journal is a repetition.
     */
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

    /**
     * @param liveThrough up to this offset the connection's other subscriptions received their notifications live, so
     * only this subscription's filter applies
     */
    ResumeProgress(Backlog.Resume resume, long liveThrough, Set<Long> waitingBefore) {
        this.resume = resume;
        this.liveThrough = liveThrough;
        this.waitingBefore = waitingBefore;
        this.startedFrom = resume.request().resumeAfter();
    }

    Backlog.Resume resume() {
        return resume;
    }

    /** Returns the epoch of the log that was read. */
    String epoch() {
        return epoch;
    }

    boolean isOf(String name) {
        return resume.subscription().equals(name);
    }

    SubscriptionFilter filter() {
        return resume.request().filter();
    }

    /** Returns whether a page was read. */
    boolean hasStarted() {
        return readThrough >= 0;
    }

    /** Returns the offset after which the resume reads: the requested one, or 0 if that belongs to another log. */
    long startedFrom() {
        return startedFrom;
    }

    /** Returns the gap if the offset belongs to another log, otherwise null. Known after the first page. */
    Frame.Status.Gap reset() {
        return reset;
    }

    Request nextRead() {
        return hasStarted()
                ? new Request(readThrough, null, false, reachedBefore, limit)
                : new Request(resume.request().resumeAfter(), resume.request().epoch(), true, null, limit);
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
            skipSentLive();
        }
    }

    /** Returns how many notifications of the same average weight fit into a page. */
    private static int limitAfter(List<Notification> before) {
        long characters = before.stream()
                .mapToLong(found -> found.body() == null ? 0 : found.body().length())
                .sum();
        long fitting = characters == 0 ? LARGEST_PAGE : (long) before.size() * PAGE_CHARACTERS / characters;
        return (int) Math.max(SMALLEST_PAGE, Math.min(LARGEST_PAGE, fitting));
    }

    private long forgotten(Map<NotificationType, Long> byType) {
        Set<NotificationType> requested = filter().types();
        return byType.entrySet().stream()
                .filter(entry -> requested.isEmpty() || requested.contains(entry.getKey()))
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

    /** Returns the offset up to which {@link #poll} has returned everything. */
    long sentThrough() {
        if (!hasStarted()) {
            return startedFrom;
        }
        return items.isEmpty() ? readThrough : items.peek().offset() - 1;
    }

    /** Returns the offset up to which notifications may be missing without a record of them. */
    long forgottenThrough() {
        return forgottenThrough;
    }

    /** Returns whether the resume has caught up with live delivery. */
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
     * Ends the resume of a removed subscription. The remaining notifications are those that other subscriptions did not
     * receive live because they were to be read from the journal.
     */
    void end() {
        ended = true;
        skipSentLive();
    }

    boolean hasEnded() {
        return ended;
    }

    private void skipSentLive() {
        items.removeIf(item -> wasLiveForOthers(item.offset()));
        readThrough = Math.max(readThrough, liveThrough);
    }
}
