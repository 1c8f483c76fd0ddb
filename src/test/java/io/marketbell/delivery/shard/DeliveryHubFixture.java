package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.cluster.Presence;
import io.marketbell.cluster.local.LocalPresence;
import io.marketbell.delivery.Clocks;
import io.marketbell.delivery.Connection;
import io.marketbell.delivery.Connection.Subscribe;
import io.marketbell.delivery.DeliveryContext;
import io.marketbell.delivery.DeliveryHub.Admission;
import io.marketbell.delivery.DeliverySettings;
import io.marketbell.delivery.OutcomeListener;
import io.marketbell.journal.Ledger.Acknowledgement.Accepted;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Sample;
import io.marketbell.subscription.SubscriptionFilter;
import io.marketbell.testkit.delivery.RecordingTransport;
import io.marketbell.testkit.journal.MemoryJournal;
import io.marketbell.testkit.journal.MemoryLedger;
import io.marketbell.thread.NonBlocking;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;

/** The complete delivery with its own threads; only the transports, the journal and the ledger are fakes. */
abstract class DeliveryHubFixture {
    protected static final Duration LONG = Duration.ofHours(1);
    protected final MemoryJournal journal = new MemoryJournal();
    protected final MemoryLedger ledger = new MemoryLedger();
    protected volatile Instant now = Sample.NOW;
    protected final List<String> outcomes = new CopyOnWriteArrayList<>();
    private final ExecutorService pool = Executors.newFixedThreadPool(2);

    /** A test may replace it before delivery starts. */
    protected Presence presence = new LocalPresence();

    /** Executor for reads of the journal; a test may replace it before delivery starts. */
    protected volatile Executor databaseThreads = pool;

    /** Nanoseconds by which the clock is ahead of the real one. */
    protected final AtomicLong ahead = new AtomicLong();

    protected ShardedDeliveryHub hub;

    @AfterEach
    void close() {
        hub.close();
        pool.shutdownNow();
        assertThat(NonBlocking.takeViolations()).isEmpty();
    }

    protected void start(DeliverySettings settings) {
        start(settings, DeliveryHubFixture::daemon);
    }

    protected static Thread daemon(Runnable action) {
        Thread thread = new Thread(action);
        thread.setDaemon(true);
        return thread;
    }

    protected void start(DeliverySettings settings, ThreadFactory threads) {
        hub = new ShardedDeliveryHub(
                new DeliveryContext(
                        settings,
                        new Clocks(() -> System.nanoTime() + ahead.get(), () -> now),
                        journal,
                        ledger,
                        new OutcomeListener() {
                            @Override
                            public void sent(List<Notification> notifications, String user) {
                                notifications.forEach(n -> outcomes.add("SENT " + n.offset() + " " + user));
                            }

                            @Override
                            public void acknowledged(String user, Accepted accepted) {
                                outcomes.add("ACKED " + accepted.previous() + ".." + accepted.offset() + " " + user);
                            }

                            @Override
                            public void undeliverable(Notification notification, String user, int attempts) {
                                outcomes.add("GIVEN UP " + notification.offset() + " " + user + " after " + attempts);
                            }
                        },
                        presence,
                        action -> databaseThreads.execute(action)),
                threads);
        journal.onCommitted(hub::committed);
        journal.onReset(hub::reset);
        hub.start();
    }

    protected Connection open(String user, RecordingTransport transport) {
        return ((Admission.Admitted) hub.open(user, "key of " + user, transport)).connection();
    }

    protected Connection subscribe(Connection connection, long resumeAfter) {
        connection.subscribe(
                new Subscribe(SubscriptionFilter.EVERYTHING, false, resumeAfter, null), outcome -> "subscribed");
        return connection;
    }

    protected List<ClientConnection> connectionsOf(String user) {
        List<ClientConnection> found = new ArrayList<>();
        hub.resources.connections().forEach(connection -> {
            if (connection.user().equals(user)) {
                found.add(connection);
            }
        });
        return found;
    }

    /** Sends due pings and closes connections that are dead or expired. */
    protected void checkConnections() {
        hub.resources.connections().forEach(ClientConnection::check);
    }

    protected void unsubscribe(Connection connection, String subscription) {
        connection.unsubscribe(subscription, left -> "unsubscribed " + subscription);
    }

    protected void advance(Duration time) {
        ahead.addAndGet(time.toNanos());
    }

    /** Opens a connection that is subscribed to everything, live. */
    protected RecordingTransport subscribed(String user) {
        RecordingTransport transport = new RecordingTransport();
        subscribe(open(user, transport), -1);
        await().until(() -> transport.replies().size() == 1);
        return transport;
    }

    protected void commitFills(int count) {
        for (int i = 0; i < count; i++) {
            journal.commit(Sample.of(NotificationType.ORDER_ACCEPTED, "AAPL", null, List.of("alice")));
        }
    }
}
