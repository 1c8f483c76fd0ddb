package io.marketbell.channel.websocket;

import io.marketbell.delivery.ActiveSubscription;
import io.marketbell.delivery.ClientInfo;
import io.marketbell.delivery.Connection;
import io.marketbell.delivery.Connection.AcknowledgeOutcome.Acknowledged;
import io.marketbell.delivery.Connection.AcknowledgeOutcome.BeyondSent;
import io.marketbell.delivery.Connection.SubscribeOutcome.Subscribed;
import io.marketbell.delivery.Connection.SubscribeOutcome.TooMany;
import io.marketbell.delivery.Delivery;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.RoutedNotification;
import io.marketbell.delivery.Transport;
import io.marketbell.notification.NotificationJson.Mark;
import io.marketbell.subscription.SubscriptionFilter;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * A connection whose client determines its own stream: for each instrument it subscribes to, one ORDER_FILLED with that
 * instrument is sent; a broker named {@code status}, {@code ping}, {@code flood} or {@code shutdown} triggers the event
 * of that name.
 */
public final class ScriptedConnection implements Connection {
    static final long HIGHEST_SENT = 815;
    private static final int LIMIT = 3;

    final AtomicInteger answers = new AtomicInteger();
    public final AtomicReference<DisconnectReason> closed = new AtomicReference<>();
    final List<Subscribe> subscribes = Collections.synchronizedList(new ArrayList<>());
    final AtomicLong flooded = new AtomicLong();
    /** The exception of the writer, such as the interrupt that released it from a stalled client. */
    final AtomicReference<Exception> failure = new AtomicReference<>();

    volatile Thread writing;

    private final List<ActiveSubscription> all = new ArrayList<>();
    private final String id;
    private final String user;
    private volatile String credential;
    volatile Instant expiresAt;
    volatile ClientInfo client;
    private final Transport transport;
    private final Executor writer;
    private final Runnable end;
    private long seq;

    ScriptedConnection(String id, String user, String credential, Transport transport, Executor writer, Runnable end) {
        this.id = id;
        this.user = user;
        this.credential = credential;
        this.transport = transport;
        this.writer = writer;
        this.end = end;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String user() {
        return user;
    }

    String credential() {
        return credential;
    }

    @Override
    public void renew(String newCredential, Instant newExpiry) {
        credential = newCredential;
        expiresAt = newExpiry;
    }

    @Override
    public void describe(ClientInfo known) {
        client = known;
    }

    @Override
    public void answered() {
        answers.incrementAndGet();
    }

    @Override
    public void subscribe(Subscribe request, Function<SubscribeOutcome, String> reply) {
        subscribes.add(request);
        write(() -> {
            if (all.size() == LIMIT) {
                transport.send(new Frame.Reply(reply.apply(new TooMany(LIMIT))));
                return;
            }
            String name = "s" + (all.size() + 1);
            all.add(new ActiveSubscription(name, request.filter()));
            transport.send(new Frame.Reply(reply.apply(new Subscribed(name, List.copyOf(all)))));
            play(request.filter());
        });
    }

    private void play(SubscriptionFilter filter) throws IOException {
        if (!filter.instruments().isEmpty()) {
            transport.send(data(filter));
        }
        if (filter.brokers().contains("status")) {
            transport.send(new Frame.Status.Gap(70, 81, Frame.GapReason.EXPIRED));
        }
        if (filter.brokers().contains("ping")) {
            transport.ping();
        }
        if (filter.brokers().contains("shutdown")) {
            transport.send(new Frame.Status.Shutdown(1500));
            close(DisconnectReason.SHUTTING_DOWN);
        }
        while (filter.brokers().contains("flood") && closed.get() == null) {
            transport.send(data(filter));
            flooded.incrementAndGet();
        }
    }

    private Frame.Data data(SubscriptionFilter filter) {
        List<Delivery> deliveries = filter.instruments().stream()
                .sorted()
                .map(instrument -> new Delivery(new RoutedNotification(Trade.fill(816, instrument)), Mark.FRESH))
                .toList();
        return new Frame.Data(++seq, deliveries);
    }

    @Override
    public void unsubscribe(String subscription, Function<List<ActiveSubscription>, String> reply) {
        write(() -> {
            boolean known = all.removeIf(each -> each.id().equals(subscription));
            transport.send(new Frame.Reply(reply.apply(known ? List.copyOf(all) : null)));
        });
    }

    @Override
    public void subscriptions(Function<List<ActiveSubscription>, String> reply) {
        write(() -> transport.send(new Frame.Reply(reply.apply(List.copyOf(all)))));
    }

    @Override
    public void acknowledge(long offset, Function<AcknowledgeOutcome, String> reply) {
        String text = reply.apply(offset <= HIGHEST_SENT ? new Acknowledged(offset) : new BeyondSent(HIGHEST_SENT));
        if (text != null) {
            reply(text);
        }
    }

    @Override
    public void reply(String text) {
        write(() -> transport.send(new Frame.Reply(text)));
    }

    void heartbeat(Instant time) {
        write(() -> transport.send(new Frame.Heartbeat(time)));
    }

    @Override
    public void disconnected() {
        close(DisconnectReason.GONE);
    }

    @Override
    public void close(DisconnectReason reason) {
        if (closed.compareAndSet(null, reason)) {
            end.run();
            transport.close(reason);
        }
    }

    Transport transport() {
        return transport;
    }

    private interface Write {
        void run() throws IOException;
    }

    private void write(Write write) {
        writer.execute(() -> {
            writing = Thread.currentThread();
            try {
                write.run();
            } catch (IOException | RuntimeException failed) {
                failure.compareAndSet(null, failed);
                close(DisconnectReason.GONE);
            } finally {
                writing = null;
            }
        });
    }
}
