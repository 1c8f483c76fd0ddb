package io.marketbell.delivery.shard;

import io.marketbell.delivery.ActiveSubscription;
import io.marketbell.delivery.ClientInfo;
import io.marketbell.delivery.ClientState;
import io.marketbell.delivery.Connection;
import io.marketbell.delivery.DeliveryListener.ClientMessage;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.RoutedNotification;
import io.marketbell.delivery.Transport;
import io.marketbell.delivery.writer.ConnectionSender;
import io.marketbell.delivery.writer.SendLoad;
import io.marketbell.journal.Journal;
import io.marketbell.notification.Notification;
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
final class ClientConnection implements Connection {
    private final String id;
    private final String user;
    private volatile String credential;
    private volatile ClientInfo client = ClientInfo.UNKNOWN;
    private final Instant since;
    private final Shard shard;
    private final HubResources resources;
    private final ConnectionSender sender;
    private final Backlog backlog;
    private final SubscriptionSet subscriptions;
    private final RequestOrder requests = new RequestOrder();
    private boolean ended;
    private volatile boolean hasBacklog;
    private final AtomicBoolean refillQueued = new AtomicBoolean();

    ClientConnection(String user, String credential, Transport transport, Shard shard, HubResources resources) {
        this.id = resources.connections().nextId();
        this.user = user;
        this.credential = credential;
        this.shard = shard;
        this.resources = resources;
        this.since = resources.context().clocks().wall();
        this.sender = new ConnectionSender(
                transport,
                resources.writers(),
                resources.timer(),
                resources.context(),
                new SendRecorder(this, resources));
        this.subscriptions = new SubscriptionSet(resources.context().settings(), resources.counters().names);
        this.backlog = new Backlog(this, sender, shard, resources);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String user() {
        return user;
    }

    /** Returns the credential of this connection. The connection is closed when the credential is revoked. */
    String credential() {
        return credential;
    }

    @Override
    public void renew(String newCredential, Instant expiresAt) {
        credential = newCredential;
        sender.expireAt(expiresAt);
    }

    @Override
    public void describe(ClientInfo info) {
        client = info;
    }

    ConnectionSender sender() {
        return sender;
    }

    ClientState state() {
        return state(null, null);
    }

    ClientState state(Instant closedAt, DisconnectReason reason) {
        SendLoad load = sender.load();
        return new ClientState(
                id,
                user,
                client,
                since,
                load.waiting(),
                load.bytes(),
                Duration.ofNanos(load.delayNanos()),
                load.messages(),
                load.frames(),
                subscriptions.size(),
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
        resources.counters().received(ClientMessage.SUBSCRIBE);
        inTurn(() -> subscribeNow(request, reply));
    }

    @Override
    public void unsubscribe(String subscription, Function<List<ActiveSubscription>, String> reply) {
        resources.counters().received(ClientMessage.UNSUBSCRIBE);
        inTurn(() -> {
            boolean found = shard.index.unsubscribe(this, subscription) && subscriptions.remove(subscription);
            if (found) {
                backlog.unsubscribed(subscription, subscriptions.size() > 0);
            }
            List<ActiveSubscription> left = found ? subscriptions.all() : null;
            reply(subscriptions.weightIfListed(), () -> reply.apply(left));
            refill();
        });
    }

    @Override
    public void subscriptions(Function<List<ActiveSubscription>, String> reply) {
        resources.counters().received(ClientMessage.SUBSCRIPTIONS);
        inTurn(() -> {
            List<ActiveSubscription> all = subscriptions.all();
            reply(subscriptions.weight(), () -> reply.apply(all));
        });
    }

    @Override
    public void acknowledge(long offset, Function<AcknowledgeOutcome, String> reply) {
        resources.counters().received(ClientMessage.ACK);
        long headReads = resources.context().journal().headReads();
        ordered(requests.submitElsewhere(() -> {
            if (!resources.acknowledgements().submit(() -> acknowledgeNow(offset, headReads, reply))) {
                sender.close(DisconnectReason.TOO_SLOW, false);
                requests.done();
            }
        }));
    }

    private void acknowledgeNow(long offset, long headReads, Function<AcknowledgeOutcome, String> reply) {
        try {
            String text = reply.apply(resources.acknowledgements().acknowledge(shard, this, offset, headReads));
            if (text != null) {
                shard.execute(() -> sender.add(new Frame.Reply(text)));
            }
        } finally {
            requests.done();
        }
    }

    @Override
    public void reply(String text) {
        resources.counters().received(ClientMessage.OTHER);
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
    public void disconnected() {
        sender.disconnected();
    }

    /** Announces the shutdown and closes after everything queued was written. Never waits. */
    void announceShutdown(long reconnectAfterMillis) {
        // On the shard's thread: notifications published earlier are sent before the announcement.
        shard.enqueue(() -> {
            sender.add(new Frame.Status.Shutdown(reconnectAfterMillis));
            sender.close(DisconnectReason.SHUTTING_DOWN, true);
        });
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
        subscriptions.clear();
        backlog.clear();
        shard.unregister(this);
    }

    /** Handles the replacement of the log. */
    void reset(Journal.Reset reset) {
        if (!ended) {
            sender.add(new Frame.Status.Gap(reset.oldHead(), reset.head(), Frame.GapReason.RESET, reset.epoch()));
            backlog.reset(reset.oldEpoch());
            refill();
        }
    }

    private void subscribeNow(Subscribe request, Function<SubscribeOutcome, String> reply) {
        if (ended) {
            return;
        }
        SubscribeOutcome refusal = subscriptions.refusal(request.filter());
        if (refusal != null) {
            reply(0, () -> reply.apply(refusal));
            return;
        }
        ActiveSubscription made = subscriptions.add(request.filter());
        shard.index.subscribe(this, made.id(), made.filter());
        List<ActiveSubscription> all = subscriptions.all();
        reply(subscriptions.weightIfListed(), () -> reply.apply(new SubscribeOutcome.Subscribed(made.id(), all)));
        if (request.snapshot()) {
            backlog.addSnapshot(made.id(), request.filter());
        }
        if (request.resumeAfter() >= 0) {
            backlog.addHistory(made.id(), request);
        }
        refill();
    }

    /**
     * Reserves the position of the reply among the frames now. Its text is created when it is written, not on the
     * shard's thread.
     */
    private void reply(int weight, Supplier<String> text) {
        sender.add(new Frame.DeferredReply(Frame.OVERHEAD + weight, text));
    }

    /** Returns the lowest offset that is still to be sent, as far as it was read; the maximum value if there is none. */
    long lowestUnwritten() {
        return Math.min(backlog.lowestUnsent(), sender.lowestWaiting());
    }

    /** Handles a newly published notification that matches one of the subscriptions. */
    void live(RoutedNotification routed) {
        Notification notification = routed.notification();
        boolean excluded = notification.isDurable()
                && (backlog.includes(notification) || resources.failures().isGivenUp(user, notification.offset()));
        if (!excluded) {
            resources.counters().offered(sender.offer(routed.fresh()));
        }
    }

    /** Adds as much of the backlog to the outbox as it has room for. */
    void refill() {
        refillQueued.set(false);
        // Must be set before anything is added: writing makes room, and this must be noticed at any time.
        hasBacklog = !ended && !backlog.isEmpty();
        if (hasBacklog) {
            backlog.refill();
            hasBacklog = !backlog.isEmpty();
        }
    }

    // Called by the threads of writers.

    void roomMade() {
        if (hasBacklog && refillQueued.compareAndSet(false, true)) {
            shard.enqueue(this::refill);
        }
    }

    /** Must be called once, when the connection has ended. Never waits. */
    void closed(DisconnectReason reason) {
        backlog.cancel();
        // Must come first and must not wait: a closed connection must not remain in the routing table.
        shard.enqueue(this::unregister);
        if (resources.connections().remove(this)) {
            resources
                    .connections()
                    .closed()
                    .add(state(resources.context().clocks().wall(), reason));
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
