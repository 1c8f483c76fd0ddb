package io.marketbell.delivery;

import io.marketbell.delivery.Connection.Subscribe;
import io.marketbell.notification.ConflationKey;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationJson.Mark;
import io.marketbell.routing.Filter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * What a connection is still owed from the past: last values for a snapshot, and durable notifications from the journal.
 * It is handed over as the reader makes room, and joined with what is live so that nothing is missing and nothing comes
 * twice. Belongs to the shard's thread, except where a method says otherwise.
 */
final class Arrears {
    private final ReaderConnection connection;
    private final Pipe pipe;
    private final Shard shard;
    private final WriteFailures failures;
    private final Clocks clocks;
    private final HistoryReads reads;

    private final OwedSnapshot snapshot = new OwedSnapshot();
    private int snapshotCounted;

    /** At most one for each subscription. */
    private final Queue<Resume> resumes = new ArrayDeque<>();

    private CatchUp catchUp;
    private MissingRanges missing;
    private boolean announced;

    /** Durable notifications up to here were read from the journal; they may still come by live. */
    private long resumedThrough;

    /** A subscription that resumes. */
    record Resume(String subscription, Subscribe request) {
        /** Where the client has not named the epoch of its offset, it can only have meant this one. */
        Resume of(String epoch) {
            return request.epoch() != null
                    ? this
                    : new Resume(
                            subscription,
                            new Subscribe(request.filter(), request.snapshot(), request.resumeAfter(), epoch));
        }
    }

    Arrears(
            ReaderConnection connection,
            Pipe pipe,
            Shard shard,
            HistoryReads.Ground ground,
            WriteFailures failures,
            Clocks clocks) {
        this.connection = connection;
        this.pipe = pipe;
        this.shard = shard;
        this.failures = failures;
        this.clocks = clocks;
        this.reads = new HistoryReads(ground, connection.user(), () -> connection.close(CloseReason.FAILED));
    }

    boolean isEmpty() {
        return catchUp == null && resumes.isEmpty() && snapshot.isEmpty();
    }

    void oweSnapshot(String subscription, Filter filter) {
        LastValues values = shard.lastValues;
        snapshot.add(subscription, filter, values.keys(connection.user(), filter), values.moment());
        countSnapshot();
    }

    private void countSnapshot() {
        connection.owes(snapshot.size() - snapshotCounted);
        snapshotCounted = snapshot.size();
    }

    /** The connection is gone. */
    void forget() {
        snapshot.clear();
        countSnapshot();
        resumes.clear();
        catchUp = null;
    }

    void oweHistory(String subscription, Subscribe request) {
        resumes.add(new Resume(subscription, request));
    }

    /** Repeats a read of the journal that has failed, if it is time. Any thread may call it. */
    void retryIfDue() {
        reads.retryIfDue();
    }

    /** The connection is closed: nothing is read for it any more. Any thread may call it. */
    void cancel() {
        reads.cancel();
    }

    /** A subscription is gone: its snapshot and its resume end here. */
    void unsubscribed(String subscription) {
        snapshot.drop(subscription, this::owedValue);
        countSnapshot();
        resumes.removeIf(resume -> resume.subscription.equals(subscription));
        if (catchUp == null || catchUp.hasEnded() || !catchUp.isOf(subscription)) {
            return;
        }
        if (!announced) {
            announce();
        }
        long through = catchUp.handedThrough();
        finish(through);
        if (shard.table.subscriptions(connection).isEmpty()) {
            if (catchUp.hasStarted()) {
                resumedThrough = Math.max(resumedThrough, through);
            }
            catchUp = null;
        } else {
            catchUp.end();
        }
    }

    /**
     * The log is another one: what was asked of the old one is read from the beginning of the new one. Such a resume has
     * not ended: the reader gets one {@code resumed} for each.
     */
    void reset(String oldEpoch) {
        resumedThrough = 0;
        List<Resume> again = new ArrayList<>();
        if (catchUp != null && !catchUp.hasEnded()) {
            again.add(catchUp.resume());
        }
        catchUp = null;
        again.addAll(resumes);
        resumes.clear();
        again.forEach(resume -> resumes.add(resume.of(oldEpoch)));
    }

    /** Whether a notification that was just published comes to the reader by way of the journal, or has already. */
    boolean includes(Notification durable) {
        return catchUp != null || durable.offset() <= resumedThrough;
    }

    /** Hands over as much as there is room for. */
    void settle() {
        settleSnapshot();
        while (settleHistory()) {
            // the next resume, if any
        }
    }

    private void settleSnapshot() {
        long now = clocks.millis();
        while (!snapshot.isEmpty() && pipe.hasRoomForMore()) {
            Parcel value = snapshot.poll(this::owedValue);
            // It may have been replaced since by one that no subscription of this connection matches.
            if (value != null && shard.table.wants(connection, value.notification())) {
                pipe.offer(new Delivery(value, value.isExpired(now) ? Mark.STALE : Mark.FRESH));
            }
        }
        countSnapshot();
    }

    private Parcel owedValue(ConflationKey key, long moment) {
        return shard.lastValues.get(connection.user(), key, moment);
    }

    /** @return whether a resume was completed */
    private boolean settleHistory() {
        if (catchUp == null) {
            if (resumes.isEmpty()) {
                return false;
            }
            begin(resumes.remove());
        }
        if (catchUp.hasStarted() && !announced) {
            announce();
        }
        while (catchUp.hasItem() && pipe.hasRoomForMore()) {
            hand(catchUp.poll());
        }
        // What was routed meanwhile was not delivered live: it is read from the journal, too, before live begins.
        if (catchUp.isComplete(shard.routedThrough())) {
            complete();
            return true;
        }
        if (!catchUp.hasItem() && !reads.isBusy()) {
            CatchUp asking = catchUp;
            reads.read(asking.question(), page -> arrived(asking, page));
        }
        return false;
    }

    private void begin(Resume resume) {
        long liveThrough = Math.max(shard.routedThrough(), resumedThrough);
        catchUp = new CatchUp(resume.subscription, resume.request, liveThrough, pipe.waitingOffsets());
        announced = false;
    }

    /** Where the resume that asked is gone, the page is of no use, but the next one may ask. */
    private void arrived(CatchUp asked, HistoryReads.Page page) {
        if (asked == catchUp) {
            connection.guarded(() -> asked.accept(page));
        }
        connection.settle();
    }

    private void announce() {
        announced = true;
        if (catchUp.reset() != null) {
            pipe.add(catchUp.reset());
        }
        missing = new MissingRanges(catchUp.startedFrom());
        pipe.add(new Frame.Status.Resuming(catchUp.startedFrom()));
    }

    private void hand(CatchUp.Item item) {
        long offset = item.offset();
        Notification notification = item.notification();
        boolean wanted = catchUp.wasLiveForOthers(offset)
                ? catchUp.filter().matches(notification)
                : shard.table.wants(connection, notification);
        if (!wanted) {
            return;
        }
        if (item.expired()) {
            if (!catchUp.hasEnded()) {
                missing.missing(offset);
            }
        } else if (!failures.isGivenUp(connection.user(), offset)) {
            if (!catchUp.hasEnded()) {
                tellMissing(offset - 1);
                missing.sent(offset);
            }
            Mark mark = catchUp.mayHaveReached(offset) ? Mark.REDELIVERED : Mark.FRESH;
            pipe.offer(new Delivery(new Parcel(notification, catchUp.epoch()), mark));
        }
    }

    private void tellMissing(long through) {
        missing.unknown(Math.min(through, catchUp.forgottenThrough()));
        Frame.Status.Gap gap = missing.take();
        if (gap != null) {
            pipe.add(gap);
        }
    }

    /** Tells the reader that the resume ends here. */
    private void finish(long through) {
        tellMissing(through);
        pipe.add(new Frame.Status.Resumed(through));
    }

    private void complete() {
        long through = catchUp.handedThrough();
        if (!catchUp.hasEnded()) {
            finish(through);
        }
        resumedThrough = Math.max(resumedThrough, through);
        catchUp = null;
    }
}
