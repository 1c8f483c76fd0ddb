package io.marketbell.delivery.shard;

import io.marketbell.delivery.Connection.Subscribe;
import io.marketbell.delivery.Delivery;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.RoutedNotification;
import io.marketbell.delivery.resume.MissingRanges;
import io.marketbell.delivery.resume.PendingSnapshot;
import io.marketbell.delivery.resume.ResumeReads;
import io.marketbell.delivery.writer.ConnectionSender;
import io.marketbell.notification.ConflationKey;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationJson.Mark;
import io.marketbell.subscription.SubscriptionFilter;
import io.marketbell.thread.ThreadFaults;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * The past notifications that are still to be sent to a connection: last values for a snapshot, and durable
 * notifications from the journal. They are added to the outbox as it has room, and merged with live notifications
 * without omissions or duplicates. Must be used on the shard's thread, except where a method states otherwise.
 */
final class Backlog {
    private static final ThreadFaults FAULTS = ThreadFaults.of("resume of a connection");

    private final ClientConnection connection;
    private final ConnectionSender sender;
    private final Shard shard;
    private final HubResources resources;
    private final ResumeReads reads;

    private final PendingSnapshot snapshot = new PendingSnapshot();
    private int snapshotCounted;

    /** At most one for each subscription. */
    private final Queue<Resume> resumes = new ArrayDeque<>();

    private ResumeProgress resumeProgress;
    private MissingRanges missing;
    private boolean announced;

    /** Durable notifications up to this offset were read from the journal; they may still arrive live. */
    private long resumedThrough;

    /** A resume of a subscription. */
    record Resume(String subscription, Subscribe request) {
        /** Returns this resume with an epoch: the client's, or the given one if the client did not send an epoch. */
        Resume of(String epoch) {
            return request.epoch() != null
                    ? this
                    : new Resume(
                            subscription,
                            new Subscribe(request.filter(), request.snapshot(), request.resumeAfter(), epoch));
        }
    }

    Backlog(ClientConnection connection, ConnectionSender sender, Shard shard, HubResources resources) {
        this.connection = connection;
        this.sender = sender;
        this.shard = shard;
        this.resources = resources;
        this.reads = new ResumeReads(
                resources.context(),
                shard::execute,
                connection.user(),
                () -> connection.close(DisconnectReason.FAILED));
    }

    boolean isEmpty() {
        return resumeProgress == null && resumes.isEmpty() && snapshot.isEmpty();
    }

    void addSnapshot(String subscription, SubscriptionFilter filter) {
        LastValues values = shard.lastValues;
        snapshot.add(subscription, filter, values.keys(connection.user(), filter), values.moment());
        countSnapshot();
    }

    private void countSnapshot() {
        int more = snapshot.size() - snapshotCounted;
        if (more != 0) {
            resources.counters().pendingValues.add(more);
            snapshotCounted += more;
        }
    }

    /**
     * Returns the lowest offset that a resume may still send: 0 if its first page is being read, the maximum value if no
     * resume is in progress.
     */
    long lowestUnsent() {
        if (resumeProgress == null) {
            return Long.MAX_VALUE;
        }
        return resumeProgress.hasStarted() ? resumeProgress.sentThrough() + 1 : 0;
    }

    /** Discards everything because the connection has ended. */
    void clear() {
        snapshot.clear();
        countSnapshot();
        resumes.clear();
        resumeProgress = null;
    }

    void addHistory(String subscription, Subscribe request) {
        resumes.add(new Resume(subscription, request));
    }

    /** Retries a failed read of the journal if it is due. Thread-safe. */
    void retryIfDue() {
        reads.retryIfDue();
    }

    /** Stops reading because the connection is closed. Thread-safe. */
    void cancel() {
        reads.cancel();
    }

    /**
     * Ends the snapshot and the resume of a removed subscription.
     *
     * @param othersRemain whether the connection has other subscriptions
     */
    void unsubscribed(String subscription, boolean othersRemain) {
        snapshot.drop(subscription, this::valueOf);
        countSnapshot();
        resumes.removeIf(resume -> resume.subscription.equals(subscription));
        if (resumeProgress == null || resumeProgress.hasEnded() || !resumeProgress.isOf(subscription)) {
            return;
        }
        if (!announced) {
            announce();
        }
        long through = resumeProgress.sentThrough();
        finish(through);
        if (othersRemain) {
            resumeProgress.end();
            return;
        }
        if (resumeProgress.hasStarted()) {
            resumedThrough = Math.max(resumedThrough, through);
        }
        resumeProgress = null;
    }

    /**
     * Handles the replacement of the log: all resumes of the old log are repeated from the beginning of the new log. A
     * resume interrupted by this does not count as ended, so the client gets exactly one {@code resumed} event for
     * each.
     */
    void reset(String oldEpoch) {
        resumedThrough = 0;
        List<Resume> again = new ArrayList<>();
        if (resumeProgress != null && !resumeProgress.hasEnded()) {
            again.add(resumeProgress.resume());
        }
        resumeProgress = null;
        again.addAll(resumes);
        resumes.clear();
        again.forEach(resume -> resumes.add(resume.of(oldEpoch)));
    }

    /** Returns whether a newly published notification is, or already was, delivered to the client from the journal. */
    boolean includes(Notification durable) {
        return resumeProgress != null || durable.offset() <= resumedThrough;
    }

    /** Adds as much to the outbox as it has room for. */
    void refill() {
        guarded(() -> {
            refillFromSnapshot();
            while (refillFromHistory()) {
                // continue with the next resume, if any
            }
        });
    }

    /**
     * Runs the action and closes the connection if it fails, so that the client does not wait for notifications that
     * never arrive.
     */
    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            FAULTS.record(e);
            connection.close(DisconnectReason.FAILED);
        }
    }

    private void refillFromSnapshot() {
        long now = resources.context().clocks().millis();
        while (!snapshot.isEmpty() && sender.hasRoomForMore()) {
            RoutedNotification value = snapshot.poll(this::valueOf);
            // The value may have been replaced in the meantime by one that no subscription of this connection matches.
            if (value != null && shard.index.matches(connection, value.notification())) {
                sender.offer(new Delivery(value, value.isExpired(now) ? Mark.STALE : Mark.FRESH));
            }
        }
        countSnapshot();
    }

    private RoutedNotification valueOf(ConflationKey key, long moment) {
        return shard.lastValues.get(connection.user(), key, moment);
    }

    /** @return whether a resume was completed */
    private boolean refillFromHistory() {
        if (resumeProgress == null) {
            if (resumes.isEmpty()) {
                return false;
            }
            begin(resumes.remove());
        }
        if (resumeProgress.hasStarted() && !announced) {
            announce();
        }
        while (resumeProgress.hasItem() && sender.hasRoomForMore()) {
            send(resumeProgress.poll());
        }
        // Notifications routed in the meantime were not delivered live; they are also read from the journal before live
        // delivery begins.
        if (resumeProgress.isComplete(shard.routedThrough())) {
            complete();
            return true;
        }
        if (!resumeProgress.hasItem() && !reads.isBusy()) {
            ResumeProgress requester = resumeProgress;
            reads.read(requester.nextRead(), page -> arrived(requester, page));
        }
        return false;
    }

    private void begin(Resume resume) {
        long liveThrough = Math.max(shard.routedThrough(), resumedThrough);
        resumeProgress = new ResumeProgress(resume, liveThrough, sender.waitingOffsets());
        announced = false;
    }

    /** If the resume that requested the page is gone, the page is discarded and the next resume may start its read. */
    private void arrived(ResumeProgress requester, ResumeReads.Page page) {
        if (requester == resumeProgress) {
            guarded(() -> requester.accept(page));
        }
        connection.refill();
    }

    private void announce() {
        announced = true;
        if (resumeProgress.reset() != null) {
            sender.add(resumeProgress.reset());
        }
        missing = new MissingRanges(resumeProgress.startedFrom());
        sender.add(new Frame.Status.Resuming(resumeProgress.startedFrom()));
    }

    private void send(ResumeProgress.Item item) {
        long offset = item.offset();
        Notification notification = item.notification();
        boolean matches = resumeProgress.wasLiveForOthers(offset)
                ? resumeProgress.filter().matches(notification)
                : shard.index.matches(connection, notification);
        if (!matches) {
            return;
        }
        if (item.expired()) {
            if (!resumeProgress.hasEnded()) {
                missing.missing(offset);
            }
        } else if (!resources.failures().isGivenUp(connection.user(), offset)) {
            if (!resumeProgress.hasEnded()) {
                reportMissing(offset - 1);
                missing.sent(offset);
            }
            Mark mark = resumeProgress.mayHaveReached(offset) ? Mark.REDELIVERED : Mark.FRESH;
            sender.offer(new Delivery(new RoutedNotification(notification, resumeProgress.epoch()), mark));
        }
    }

    private void reportMissing(long through) {
        missing.unknown(Math.min(through, resumeProgress.forgottenThrough()));
        Frame.Status.Gap gap = missing.take();
        if (gap != null) {
            sender.add(gap);
        }
    }

    /** Notifies the client that the resume has ended. */
    private void finish(long through) {
        reportMissing(through);
        sender.add(new Frame.Status.Resumed(through));
    }

    private void complete() {
        long through = resumeProgress.sentThrough();
        if (!resumeProgress.hasEnded()) {
            finish(through);
        }
        resumedThrough = Math.max(resumedThrough, through);
        resumeProgress = null;
    }
}
