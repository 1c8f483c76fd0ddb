package io.marketbell.delivery;

import io.marketbell.notification.ConflationKey;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationJson.Mark;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * A connection as its shard knows it: what it has subscribed to, and what it is still owed from the past. Everything
 * that is not said to come from other threads belongs to the shard's.
 */
final class ReaderConnection implements Connection, Pipe.Listener {
    private final String id;
    private final String user;
    private final String credential;
    private final Shard shard;
    private final ShardedExchange exchange;
    private final Pipe pipe;

    private long subscriptionsMade;
    private boolean ended;

    /** Durable notifications up to here were read from the journal; they may still come by live. */
    private long resumedThrough;

    private CatchUp catchUp;
    private boolean catchUpAnnounced;

    /** What waited, not yet written, when catching up began: reading it from the journal is a repeat all the same. */
    private Set<Long> waitingBefore = Set.of();

    private final Queue<Subscribe> resumesWaiting = new ArrayDeque<>();

    /** Keys whose last value is owed; a live value of the key settles it. */
    private final Set<ConflationKey> snapshotOwed = new LinkedHashSet<>();

    private volatile boolean owedFromThePast;
    private final AtomicBoolean settling = new AtomicBoolean();

    ReaderConnection(
            String id,
            String user,
            String credential,
            Shard shard,
            ShardedExchange exchange,
            Function<Pipe.Listener, Pipe> pipes) {
        this.id = id;
        this.user = user;
        this.credential = credential;
        this.shard = shard;
        this.exchange = exchange;
        this.pipe = pipes.apply(this);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String user() {
        return user;
    }

    @Override
    public String credential() {
        return credential;
    }

    Pipe pipe() {
        return pipe;
    }

    // From the channel's threads.

    @Override
    public void answered() {
        pipe.answered();
    }

    @Override
    public void subscribe(Subscribe request, Function<SubscribeOutcome, String> reply) {
        shard.execute(() -> subscribeNow(request, reply));
    }

    @Override
    public void unsubscribe(String subscription, Function<List<Subscription>, String> reply) {
        shard.execute(() -> {
            boolean found = shard.table.unsubscribe(this, subscription);
            pipe.add(new Frame.Reply(reply.apply(found ? all() : null)));
        });
    }

    @Override
    public void subscriptions(Function<List<Subscription>, String> reply) {
        shard.execute(() -> pipe.add(new Frame.Reply(reply.apply(all()))));
    }

    @Override
    public void acknowledge(long offset, Function<AcknowledgeOutcome, String> reply) {
        shard.execute(() -> {
            String text = reply.apply(exchange.acknowledge(user, offset, this));
            if (text != null) {
                pipe.add(new Frame.Reply(text));
            }
        });
    }

    @Override
    public void reply(String text) {
        shard.execute(() -> pipe.add(new Frame.Reply(text)));
    }

    @Override
    public void close(CloseReason reason) {
        pipe.close(reason, false);
    }

    // In the shard's turn.

    void register() {
        shard.table.register(this, user);
    }

    private void subscribeNow(Subscribe request, Function<SubscribeOutcome, String> reply) {
        if (ended) {
            return;
        }
        int limit = exchange.settings().subscriptionsPerConnection();
        if (shard.table.subscriptions(this).size() >= limit) {
            pipe.add(new Frame.Reply(reply.apply(new SubscribeOutcome.TooMany(limit))));
            return;
        }
        String name = "s" + ++subscriptionsMade;
        shard.table.subscribe(this, name, request.filter());
        pipe.add(new Frame.Reply(reply.apply(new SubscribeOutcome.Subscribed(name, all()))));
        if (request.snapshot()) {
            snapshotOwed.addAll(shard.lastValues.keys(user, request.filter()));
        }
        if (request.resumeAfter() >= 0) {
            resumesWaiting.add(request);
        }
        settle();
    }

    private List<Subscription> all() {
        return shard.table.subscriptions(this).entrySet().stream()
                .map(entry -> new Subscription(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** A notification that one of the subscriptions matches has just been published. */
    void live(Parcel parcel) {
        Notification notification = parcel.notification();
        if (notification.isDurable()) {
            boolean isReadFromTheJournal = catchUp != null || notification.offset() <= resumedThrough;
            if (isReadFromTheJournal || exchange.failures().isGivenUp(user, notification.offset())) {
                return;
            }
        } else if (!snapshotOwed.isEmpty()) {
            snapshotOwed.remove(parcel.conflationKey());
        }
        exchange.tally().offered(pipe.offer(parcel.fresh()));
    }

    /** Hands over what is owed from the past, as far as there is room. */
    private void settle() {
        settling.set(false);
        if (ended) {
            return;
        }
        settleSnapshot();
        settleResumes();
        owedFromThePast = catchUp != null || !snapshotOwed.isEmpty();
    }

    private void settleSnapshot() {
        long now = exchange.clocks().millis();
        Iterator<ConflationKey> keys = snapshotOwed.iterator();
        while (keys.hasNext() && pipe.hasRoomForMore()) {
            Parcel value = shard.lastValues.get(user, keys.next());
            keys.remove();
            if (value != null) {
                pipe.offer(value.isExpired(now) ? new Delivery(value, Mark.STALE) : value.fresh());
            }
        }
    }

    private void settleResumes() {
        if (catchUp == null && !resumesWaiting.isEmpty()) {
            long liveThrough = Math.max(shard.routedThrough(), resumedThrough);
            catchUp = new CatchUp(exchange.ground(shard), user, resumesWaiting.remove(), liveThrough);
            catchUpAnnounced = false;
            waitingBefore = pipe.waitingOffsets();
        }
        if (catchUp == null) {
            return;
        }
        if (catchUp.hasStarted() && !catchUpAnnounced) {
            announce();
        }
        while (catchUp.hasPage() && pipe.hasRoomForMore()) {
            deliverFromThePast(catchUp.poll());
        }
        if (catchUp.hasPage()) {
            return;
        }
        // What was routed meanwhile was not delivered live: it is read from the journal, too, before live begins.
        if (catchUp.isAtHead() && catchUp.readThrough() >= shard.routedThrough()) {
            resumed();
        } else {
            catchUp.readOn(this::settle);
        }
    }

    private void announce() {
        catchUpAnnounced = true;
        if (catchUp.gap() != null) {
            pipe.add(catchUp.gap());
        }
        pipe.add(new Frame.Status.Resuming(catchUp.startedFrom()));
    }

    private void deliverFromThePast(Notification notification) {
        boolean wanted = catchUp.wasLiveForOthers(notification)
                ? catchUp.filter().matches(notification)
                : shard.table.wants(this, notification);
        if (wanted && !exchange.failures().isGivenUp(user, notification.offset())) {
            boolean repeats = waitingBefore.contains(notification.offset()) || catchUp.mayHaveReached(notification);
            pipe.offer(new Delivery(new Parcel(notification), repeats ? Mark.REDELIVERED : Mark.FRESH));
        }
    }

    private void resumed() {
        resumedThrough = Math.max(resumedThrough, catchUp.readThrough());
        pipe.add(new Frame.Status.Resumed(catchUp.readThrough()));
        catchUp = null;
        if (!resumesWaiting.isEmpty()) {
            settleResumes();
        }
    }

    // From the writers' and the channel's threads.

    @Override
    public void writing(List<Parcel> durables) {
        exchange.ledger().written(user, offsets(durables));
    }

    @Override
    public void confirmed(List<Parcel> durables) {
        exchange.ledger().sent(user, offsets(durables));
        exchange.failures().succeeded(user, durables);
        exchange.outcomes().sent(durables.stream().map(Parcel::notification).toList(), user);
    }

    @Override
    public void failed(List<Parcel> durables) {
        exchange.failures()
                .failed(
                        user,
                        durables,
                        parcel ->
                                exchange.outcomes().undeliverable(parcel.notification(), user, WriteFailures.ATTEMPTS));
    }

    @Override
    public void written(Frame frame) {
        exchange.tally().frames.increment();
        if (frame instanceof Frame.Data data) {
            exchange.tally().deliveries.add(data.deliveries().size());
        }
        if (owedFromThePast && settling.compareAndSet(false, true)) {
            shard.execute(this::settle);
        }
    }

    @Override
    public void closed(CloseReason reason) {
        exchange.closed(this, reason);
        shard.execute(() -> {
            ended = true;
            shard.table.unregister(this);
        });
    }

    private static long[] offsets(List<Parcel> durables) {
        return durables.stream()
                .mapToLong(parcel -> parcel.notification().offset())
                .toArray();
    }

    @Override
    public String toString() {
        return id;
    }
}
