package io.marketbell.delivery;

import io.marketbell.delivery.Connection.Subscribe;
import io.marketbell.notification.ConflationKey;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationJson.Mark;
import io.marketbell.routing.Filter;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;

/**
 * What a connection is still owed from the past: last values for a snapshot, and durable notifications from the journal.
 * It is handed over as the reader makes room, and joined with what is live so that nothing is missing and nothing comes
 * twice. Belongs to the shard's thread.
 */
final class Arrears {
    private final ReaderConnection connection;
    private final Pipe pipe;
    private final Shard shard;
    private final CatchUp.Ground ground;
    private final WriteFailures failures;
    private final Clocks clocks;

    /** Keys whose last value is owed; a live value of the key settles it. */
    private final Set<ConflationKey> snapshot = new LinkedHashSet<>();

    private final Queue<Subscribe> resumes = new ArrayDeque<>();
    private CatchUp catchUp;
    private boolean announced;

    /** What waited, not yet written, when catching up began: reading it from the journal is a repeat all the same. */
    private Set<Long> waitingBefore = Set.of();

    /** Durable notifications up to here were read from the journal; they may still come by live. */
    private long resumedThrough;

    Arrears(
            ReaderConnection connection,
            Pipe pipe,
            Shard shard,
            CatchUp.Ground ground,
            WriteFailures failures,
            Clocks clocks) {
        this.connection = connection;
        this.pipe = pipe;
        this.shard = shard;
        this.ground = ground;
        this.failures = failures;
        this.clocks = clocks;
    }

    boolean isEmpty() {
        return catchUp == null && snapshot.isEmpty();
    }

    void oweSnapshot(Filter filter) {
        snapshot.addAll(shard.lastValues.keys(connection.user(), filter));
    }

    void oweHistory(Subscribe request) {
        resumes.add(request);
    }

    /** Whether a notification that was just published comes to the reader by way of the journal, or has already. */
    boolean includes(Notification durable) {
        return catchUp != null || durable.offset() <= resumedThrough;
    }

    /** A live value of this key is on its way: the last value is no longer owed. */
    void settled(ConflationKey key) {
        if (!snapshot.isEmpty()) {
            snapshot.remove(key);
        }
    }

    /** Hands over as much as there is room for. */
    void settle() {
        settleSnapshot();
        settleHistory();
    }

    private void settleSnapshot() {
        long now = clocks.millis();
        Iterator<ConflationKey> keys = snapshot.iterator();
        while (keys.hasNext() && pipe.hasRoomForMore()) {
            Parcel value = shard.lastValues.get(connection.user(), keys.next());
            keys.remove();
            if (value != null) {
                pipe.offer(new Delivery(value, value.isExpired(now) ? Mark.STALE : Mark.FRESH));
            }
        }
    }

    private void settleHistory() {
        if (catchUp == null && !resumes.isEmpty()) {
            begin(resumes.remove());
        }
        if (catchUp == null) {
            return;
        }
        if (catchUp.hasStarted() && !announced) {
            announce();
        }
        while (catchUp.hasPage() && pipe.hasRoomForMore()) {
            deliver(catchUp.poll());
        }
        if (catchUp.hasPage()) {
            return;
        }
        // What was routed meanwhile was not delivered live: it is read from the journal, too, before live begins.
        if (catchUp.isAtHead() && catchUp.readThrough() >= shard.routedThrough()) {
            end();
        } else {
            catchUp.readOn(connection::settle);
        }
    }

    private void begin(Subscribe request) {
        long liveThrough = Math.max(shard.routedThrough(), resumedThrough);
        catchUp = new CatchUp(ground, connection.user(), request, liveThrough);
        announced = false;
        waitingBefore = pipe.waitingOffsets();
    }

    private void announce() {
        announced = true;
        if (catchUp.gap() != null) {
            pipe.add(catchUp.gap());
        }
        pipe.add(new Frame.Status.Resuming(catchUp.startedFrom()));
    }

    private void deliver(Notification notification) {
        boolean wanted = catchUp.wasLiveForOthers(notification)
                ? catchUp.filter().matches(notification)
                : shard.table.wants(connection, notification);
        if (wanted && !failures.isGivenUp(connection.user(), notification.offset())) {
            boolean repeats = waitingBefore.contains(notification.offset()) || catchUp.mayHaveReached(notification);
            pipe.offer(new Delivery(new Parcel(notification), repeats ? Mark.REDELIVERED : Mark.FRESH));
        }
    }

    private void end() {
        resumedThrough = Math.max(resumedThrough, catchUp.readThrough());
        pipe.add(new Frame.Status.Resumed(catchUp.readThrough()));
        catchUp = null;
        settleHistory();
    }
}
