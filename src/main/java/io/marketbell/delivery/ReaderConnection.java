package io.marketbell.delivery;

import io.marketbell.journal.Journal;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.notification.Notification;
import io.marketbell.thread.ThreadFaults;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A connection as its shard knows it: what it has subscribed to, and what it is still owed from the past. Everything
 * that is not said to come from other threads belongs to the shard's.
 */
final class ReaderConnection implements Connection, Pipe.Listener {
    private static final ThreadFaults FAULTS = ThreadFaults.of("acknowledgement");
    private static final ThreadFaults RESUME_FAULTS = ThreadFaults.of("resume of a connection");

    private final String id;
    private final String user;
    private volatile String credential;
    private volatile Peer peer = Peer.UNKNOWN;
    private final Instant since;
    private final long failuresBefore;
    private final Shard shard;
    private final ShardedExchange exchange;
    private final Pipe pipe;
    private final Arrears arrears;

    private final SubscriptionSet held;
    private boolean ended;

    private final RequestOrder requests = new RequestOrder();

    /** A copy of the number held, for other threads. */
    private volatile int subscriptions;

    private volatile boolean inArrears;
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
        this.since = exchange.clocks().wall();
        this.failuresBefore = exchange.failures().moment();
        this.pipe = pipes.apply(this);
        this.held = new SubscriptionSet(exchange.settings(), exchange.tally().names);
        this.arrears = new Arrears(this, pipe, shard, exchange.ground(shard), exchange.failures(), exchange.clocks());
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

    @Override
    public void renew(String newCredential, Instant expiresAt) {
        credential = newCredential;
        pipe.expireAt(expiresAt);
    }

    @Override
    public void describe(Peer known) {
        peer = known;
    }

    Pipe pipe() {
        return pipe;
    }

    ReaderState state() {
        return state(null, null);
    }

    ReaderState state(Instant closedAt, CloseReason reason) {
        Load.Seen seen = pipe.load();
        return new ReaderState(
                id,
                user,
                peer,
                since,
                seen.waiting(),
                seen.bytes(),
                Duration.ofNanos(seen.delayNanos()),
                seen.messages(),
                seen.frames(),
                subscriptions,
                closedAt,
                reason);
    }

    // From the channel's threads.

    @Override
    public void answered() {
        pipe.answered();
    }

    @Override
    public void subscribe(Subscribe request, Function<SubscribeOutcome, String> reply) {
        inTurn(() -> subscribeNow(request, reply));
    }

    @Override
    public void unsubscribe(String subscription, Function<List<Subscription>, String> reply) {
        inTurn(() -> {
            boolean found = shard.table.unsubscribe(this, subscription) && held.remove(subscription);
            subscriptions = held.size();
            if (found) {
                arrears.unsubscribed(subscription);
            }
            List<Subscription> left = found ? held.all() : null;
            reply(listed(held.all()), () -> reply.apply(left));
            settle();
        });
    }

    @Override
    public void subscriptions(Function<List<Subscription>, String> reply) {
        inTurn(() -> {
            List<Subscription> all = held.all();
            reply(weight(all), () -> reply.apply(all));
        });
    }

    @Override
    public void acknowledge(long offset, Function<AcknowledgeOutcome, String> reply) {
        ordered(requests.submitElsewhere(() -> {
            if (!exchange.acknowledgements().offer(() -> acknowledgeNow(offset, reply))) {
                pipe.close(CloseReason.TOO_SLOW, false);
                requests.done();
            }
        }));
    }

    private void acknowledgeNow(long offset, Function<AcknowledgeOutcome, String> reply) {
        try {
            String text = reply.apply(acknowledged(offset));
            if (text != null) {
                shard.execute(() -> pipe.add(new Frame.Reply(text)));
            }
        } finally {
            requests.done();
        }
    }

    private AcknowledgeOutcome acknowledged(long offset) {
        try {
            return exchange.acknowledge(user, offset, this);
        } catch (JournalUnavailable e) {
            return new AcknowledgeOutcome.Unavailable();
        } catch (RuntimeException | Error e) {
            FAULTS.record(e);
            return new AcknowledgeOutcome.Unavailable();
        }
    }

    @Override
    public void reply(String text) {
        inTurn(() -> pipe.add(new Frame.Reply(text)));
    }

    /** Behind the requests before it, in the shard's turn. */
    private void inTurn(Runnable action) {
        ordered(requests.submit(() -> shard.execute(action)));
    }

    private void ordered(boolean taken) {
        if (!taken) {
            pipe.close(CloseReason.TOO_SLOW, false);
        }
    }

    @Override
    public void close(CloseReason reason) {
        pipe.close(reason, false);
    }

    @Override
    public void gone() {
        pipe.gone();
    }

    /** To be called several times a second. */
    void check() {
        pipe.checkLiveness();
        arrears.retryIfDue();
    }

    // In the shard's turn.

    void register() {
        // It may have been closed before its turn came.
        if (!ended) {
            shard.register(this, user);
        }
    }

    private void unregister() {
        ended = true;
        held.clear();
        arrears.forget();
        shard.unregister(this);
    }

    /** The log has become another one. */
    void reset(Journal.Reset reset) {
        if (!ended) {
            pipe.add(new Frame.Status.Gap(reset.oldHead(), reset.head(), Frame.GapReason.RESET, reset.epoch()));
            arrears.reset(reset.oldEpoch());
            settle();
        }
    }

    private void subscribeNow(Subscribe request, Function<SubscribeOutcome, String> reply) {
        if (ended) {
            return;
        }
        SubscribeOutcome refusal = held.refusal(request.filter());
        if (refusal != null) {
            reply(0, () -> reply.apply(refusal));
            return;
        }
        Subscription made = held.add(request.filter());
        shard.table.subscribe(this, made.id(), made.filter());
        subscriptions = held.size();
        List<Subscription> all = held.all();
        reply(listed(all), () -> reply.apply(new SubscribeOutcome.Subscribed(made.id(), all)));
        if (request.snapshot()) {
            arrears.oweSnapshot(made.id(), request.filter());
        }
        if (request.resumeAfter() >= 0) {
            arrears.oweHistory(made.id(), request);
        }
        settle();
    }

    /** The reply takes its place among the frames now; its text is made when it is written, not on the shard. */
    private void reply(int weight, Supplier<String> text) {
        pipe.add(new Frame.DeferredReply(Frame.OVERHEAD + weight, text));
    }

    /** The weight of a reply that lists them only where the list is short. */
    private static int listed(List<Subscription> all) {
        int weight = weight(all);
        return weight > Subscription.LISTED_BYTES ? 0 : weight;
    }

    private static int weight(List<Subscription> all) {
        return all.stream().mapToInt(Subscription::weight).sum();
    }

    /** A notification that one of the subscriptions matches has just been published. */
    void live(Parcel parcel) {
        Notification notification = parcel.notification();
        if (notification.isDurable()) {
            if (arrears.includes(notification) || exchange.failures().isGivenUp(user, notification.offset())) {
                return;
            }
        }
        Offer offer = pipe.offer(parcel.fresh());
        exchange.tally().offered(offer);
        if (offer == Offer.CONFLATED) {
            exchange.watch().dropped(DeliveryWatch.Loss.CONFLATED, 1);
        } else if (offer == Offer.DROPPED) {
            exchange.watch().dropped(DeliveryWatch.Loss.SLOW, 1);
        }
    }

    /** Hands over what is owed from the past, as far as there is room. */
    void settle() {
        settling.set(false);
        // Before anything is handed over: writing it makes room, which is to be noticed whenever that happens.
        inArrears = !ended && !arrears.isEmpty();
        if (!inArrears) {
            return;
        }
        guarded(arrears::settle);
        inArrears = !arrears.isEmpty();
    }

    /** So many more last values are still to be sent. */
    void owes(int more) {
        if (more != 0) {
            exchange.tally().owedValues.add(more);
        }
    }

    /** What the past brings is handed over, or the connection is closed: it must not wait for something that never comes. */
    void guarded(Runnable handingOver) {
        try {
            handingOver.run();
        } catch (RuntimeException | Error e) {
            RESUME_FAULTS.record(e);
            close(CloseReason.FAILED);
        }
    }

    // From the writers' and the channel's threads.

    @Override
    public void expired(int count) {
        exchange.watch().dropped(DeliveryWatch.Loss.EXPIRED, count);
    }

    @Override
    public void forgotten(int count) {
        exchange.tally().unconfirmed.add(count);
    }

    @Override
    public void writing(List<Parcel> durables) {
        exchange.ledger().writing(user, offsets(durables));
    }

    @Override
    public void confirmed(List<Parcel> durables) {
        exchange.ledger().sent(user, offsets(durables));
        exchange.failures().succeeded(user, ofThisLog(durables));
        exchange.outcomes().sent(durables.stream().map(Parcel::notification).toList(), user);
    }

    @Override
    public void failed(List<Parcel> durables) {
        exchange.ledger().failed(user, offsets(durables));
        exchange.failures()
                .failed(
                        user,
                        failuresBefore,
                        ofThisLog(durables),
                        parcel ->
                                exchange.outcomes().undeliverable(parcel.notification(), user, WriteFailures.ATTEMPTS));
    }

    @Override
    public void written(Frame frame) {
        exchange.tally().frames.increment();
        if (frame instanceof Frame.Data data) {
            exchange.tally().deliveries.add(data.deliveries().size());
            List<Parcel> durables = data.durables();
            if (!durables.isEmpty()) {
                exchange.ledger().written(user, offsets(durables));
            }
        }
        exchange.watch().written(frame, Clocks.nanosOf(exchange.clocks().wall()));
        roomMade();
    }

    @Override
    public void nothingWritten() {
        roomMade();
    }

    private void roomMade() {
        if (inArrears && settling.compareAndSet(false, true)) {
            shard.hand(this::settle);
        }
    }

    @Override
    public void closed(CloseReason reason) {
        arrears.cancel();
        // First of all, and without waiting: the routing table must not keep what is gone.
        shard.hand(this::unregister);
        exchange.closed(this, reason);
    }

    /** What was of a log that is no more must not be noted for the present one: its offsets mean something else there. */
    private List<Parcel> ofThisLog(List<Parcel> durables) {
        return durables.stream().filter(exchange::isOfThisLog).toList();
    }

    private long[] offsets(List<Parcel> durables) {
        return durables.stream()
                .filter(exchange::isOfThisLog)
                .mapToLong(parcel -> parcel.notification().offset())
                .toArray();
    }

    @Override
    public String toString() {
        return id;
    }
}
