package io.marketbell.delivery.shard;

import io.marketbell.delivery.ActiveSubscription;
import io.marketbell.delivery.ClientInfo;
import io.marketbell.delivery.ClientState;
import io.marketbell.delivery.Clocks;
import io.marketbell.delivery.Connection;
import io.marketbell.delivery.DeliveryListener;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.RoutedNotification;
import io.marketbell.delivery.outbox.OfferResult;
import io.marketbell.delivery.writer.ConnectionSender;
import io.marketbell.delivery.writer.SendStatistics;
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
 * A connection of a shard: its subscriptions and its backlog. Methods must be called on the shard's thread, except
 * where a comment states otherwise.
 */
final class ClientConnection implements Connection, ConnectionSender.Listener {
    private static final ThreadFaults FAULTS = ThreadFaults.of("acknowledgement");
    private static final ThreadFaults RESUME_FAULTS = ThreadFaults.of("resume of a connection");

    private final String id;
    private final String user;
    private volatile String credential;
    private volatile ClientInfo client = ClientInfo.UNKNOWN;
    private final Instant since;
    private final long failuresBefore;
    private final Shard shard;
    private final ShardedDeliveryHub hub;
    private final ConnectionSender sender;
    private final Backlog backlog;

    private final SubscriptionSet held;
    private boolean ended;

    private final RequestOrder requests = new RequestOrder();

    /** Copy of the number of subscriptions, for other threads. */
    private volatile int subscriptions;

    private volatile boolean hasBacklog;
    private final AtomicBoolean settling = new AtomicBoolean();

    ClientConnection(
            String id,
            String user,
            String credential,
            Shard shard,
            ShardedDeliveryHub hub,
            Function<ConnectionSender.Listener, ConnectionSender> connectionSenders) {
        this.id = id;
        this.user = user;
        this.credential = credential;
        this.shard = shard;
        this.hub = hub;
        this.since = hub.clocks().wall();
        this.failuresBefore = hub.failures().moment();
        this.sender = connectionSenders.apply(this);
        this.held = new SubscriptionSet(hub.settings(), hub.counters().names);
        this.backlog = new Backlog(this, sender, shard, hub.readContext(shard), hub.failures(), hub.clocks());
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
        sender.expireAt(expiresAt);
    }

    @Override
    public void describe(ClientInfo known) {
        client = known;
    }

    ConnectionSender sender() {
        return sender;
    }

    ClientState state() {
        return state(null, null);
    }

    ClientState state(Instant closedAt, DisconnectReason reason) {
        SendStatistics.Seen seen = sender.load();
        return new ClientState(
                id,
                user,
                client,
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

    // Called by the channel's threads.

    @Override
    public void answered() {
        sender.answered();
    }

    @Override
    public void subscribe(Subscribe request, Function<SubscribeOutcome, String> reply) {
        inTurn(() -> subscribeNow(request, reply));
    }

    @Override
    public void unsubscribe(String subscription, Function<List<ActiveSubscription>, String> reply) {
        inTurn(() -> {
            boolean found = shard.index.unsubscribe(this, subscription) && held.remove(subscription);
            subscriptions = held.size();
            if (found) {
                backlog.unsubscribed(subscription);
            }
            List<ActiveSubscription> left = found ? held.all() : null;
            reply(listed(held.all()), () -> reply.apply(left));
            settle();
        });
    }

    @Override
    public void subscriptions(Function<List<ActiveSubscription>, String> reply) {
        inTurn(() -> {
            List<ActiveSubscription> all = held.all();
            reply(weight(all), () -> reply.apply(all));
        });
    }

    @Override
    public void acknowledge(long offset, Function<AcknowledgeOutcome, String> reply) {
        ordered(requests.submitElsewhere(() -> {
            if (!hub.acknowledgements().offer(() -> acknowledgeNow(offset, reply))) {
                sender.close(DisconnectReason.TOO_SLOW, false);
                requests.done();
            }
        }));
    }

    private void acknowledgeNow(long offset, Function<AcknowledgeOutcome, String> reply) {
        try {
            String text = reply.apply(acknowledged(offset));
            if (text != null) {
                shard.execute(() -> sender.add(new Frame.Reply(text)));
            }
        } finally {
            requests.done();
        }
    }

    private AcknowledgeOutcome acknowledged(long offset) {
        try {
            return hub.acknowledge(user, offset, this);
        } catch (JournalUnavailable e) {
            return new AcknowledgeOutcome.Unavailable();
        } catch (RuntimeException | Error e) {
            FAULTS.record(e);
            return new AcknowledgeOutcome.Unavailable();
        }
    }

    @Override
    public void reply(String text) {
        inTurn(() -> sender.add(new Frame.Reply(text)));
    }

    /** Runs the action on the shard's thread, after earlier requests of this connection. */
    private void inTurn(Runnable action) {
        ordered(requests.submit(() -> shard.execute(action)));
    }

    private void ordered(boolean taken) {
        if (!taken) {
            sender.close(DisconnectReason.TOO_SLOW, false);
        }
    }

    @Override
    public void close(DisconnectReason reason) {
        sender.close(reason, false);
    }

    @Override
    public void gone() {
        sender.gone();
    }

    /** Must be called several times a second. */
    void check() {
        sender.checkLiveness();
        backlog.retryIfDue();
    }

    // Called on the shard's thread.

    void register() {
        // The connection may have been closed before this runs.
        if (!ended) {
            shard.register(this, user);
        }
    }

    private void unregister() {
        ended = true;
        held.clear();
        backlog.forget();
        shard.unregister(this);
    }

    /** Handles the replacement of the log. */
    void reset(Journal.Reset reset) {
        if (!ended) {
            sender.add(new Frame.Status.Gap(reset.oldHead(), reset.head(), Frame.GapReason.RESET, reset.epoch()));
            backlog.reset(reset.oldEpoch());
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
        ActiveSubscription made = held.add(request.filter());
        shard.index.subscribe(this, made.id(), made.filter());
        subscriptions = held.size();
        List<ActiveSubscription> all = held.all();
        reply(listed(all), () -> reply.apply(new SubscribeOutcome.Subscribed(made.id(), all)));
        if (request.snapshot()) {
            backlog.addSnapshot(made.id(), request.filter());
        }
        if (request.resumeAfter() >= 0) {
            backlog.addHistory(made.id(), request);
        }
        settle();
    }

    /**
     * Reserves the position of the reply among the frames now. Its text is created when it is written, not on the
     * shard's thread.
     */
    private void reply(int weight, Supplier<String> text) {
        sender.add(new Frame.DeferredReply(Frame.OVERHEAD + weight, text));
    }

    /** Returns the weight of a reply that lists the subscriptions only if the list is short. */
    private static int listed(List<ActiveSubscription> all) {
        int weight = weight(all);
        return weight > ActiveSubscription.LISTED_BYTES ? 0 : weight;
    }

    private static int weight(List<ActiveSubscription> all) {
        return all.stream().mapToInt(ActiveSubscription::weight).sum();
    }

    /** Handles a newly published notification that matches one of the subscriptions. */
    void live(RoutedNotification routed) {
        Notification notification = routed.notification();
        if (notification.isDurable()) {
            if (backlog.includes(notification) || hub.failures().isGivenUp(user, notification.offset())) {
                return;
            }
        }
        OfferResult offerResult = sender.offer(routed.fresh());
        hub.counters().offered(offerResult);
        if (offerResult == OfferResult.CONFLATED) {
            hub.listener().dropped(DeliveryListener.Loss.CONFLATED, 1);
        } else if (offerResult == OfferResult.DROPPED) {
            hub.listener().dropped(DeliveryListener.Loss.SLOW, 1);
        }
    }

    /** Adds as much of the backlog to the outbox as it has room for. */
    void settle() {
        settling.set(false);
        // Must be set before anything is added: writing makes room, and this must be noticed at any time.
        hasBacklog = !ended && !backlog.isEmpty();
        if (!hasBacklog) {
            return;
        }
        guarded(backlog::settle);
        hasBacklog = !backlog.isEmpty();
    }

    /** Adds to the number of last values that are still to be sent. */
    void owes(int more) {
        if (more != 0) {
            hub.counters().owedValues.add(more);
        }
    }

    /**
     * Runs the action and closes the connection if it fails, so that the client does not wait for notifications that
     * never arrive.
     */
    void guarded(Runnable handingOver) {
        try {
            handingOver.run();
        } catch (RuntimeException | Error e) {
            RESUME_FAULTS.record(e);
            close(DisconnectReason.FAILED);
        }
    }

    // Called by the threads of writers and channels.

    @Override
    public void expired(int count) {
        hub.listener().dropped(DeliveryListener.Loss.EXPIRED, count);
    }

    @Override
    public void forgotten(int count) {
        hub.counters().unconfirmed.add(count);
    }

    @Override
    public void writing(List<RoutedNotification> durables) {
        hub.ledger().writing(user, offsets(durables));
    }

    @Override
    public void confirmed(List<RoutedNotification> durables) {
        hub.ledger().sent(user, offsets(durables));
        hub.failures().succeeded(user, ofThisLog(durables));
        hub.outcomes()
                .sent(durables.stream().map(RoutedNotification::notification).toList(), user);
    }

    @Override
    public void failed(List<RoutedNotification> durables) {
        hub.ledger().failed(user, offsets(durables));
        hub.failures()
                .failed(
                        user,
                        failuresBefore,
                        ofThisLog(durables),
                        routed -> hub.outcomes().undeliverable(routed.notification(), user, WriteFailures.ATTEMPTS));
    }

    @Override
    public void written(Frame frame) {
        hub.counters().frames.increment();
        if (frame instanceof Frame.Data data) {
            hub.counters().deliveries.add(data.deliveries().size());
            List<RoutedNotification> durables = data.durables();
            if (!durables.isEmpty()) {
                hub.ledger().written(user, offsets(durables));
            }
        }
        hub.listener().written(frame, Clocks.nanosOf(hub.clocks().wall()));
        roomMade();
    }

    @Override
    public void nothingWritten() {
        roomMade();
    }

    private void roomMade() {
        if (hasBacklog && settling.compareAndSet(false, true)) {
            shard.enqueue(this::settle);
        }
    }

    @Override
    public void closed(DisconnectReason reason) {
        backlog.cancel();
        // Must come first and must not wait: a closed connection must not remain in the routing table.
        shard.enqueue(this::unregister);
        hub.closed(this, reason);
    }

    /**
     * Excludes notifications of a replaced log: they must not be recorded for the present log, in which their offsets
     * denote other notifications.
     */
    private List<RoutedNotification> ofThisLog(List<RoutedNotification> durables) {
        return durables.stream().filter(hub::isOfThisLog).toList();
    }

    private long[] offsets(List<RoutedNotification> durables) {
        return durables.stream()
                .filter(hub::isOfThisLog)
                .mapToLong(routed -> routed.notification().offset())
                .toArray();
    }

    @Override
    public String toString() {
        return id;
    }
}
