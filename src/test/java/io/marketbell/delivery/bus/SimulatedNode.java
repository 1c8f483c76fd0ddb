package io.marketbell.delivery.bus;

import io.marketbell.cluster.Bus;
import io.marketbell.cluster.local.LocalPresence;
import io.marketbell.delivery.Clocks;
import io.marketbell.delivery.Connection;
import io.marketbell.delivery.Connection.Subscribe;
import io.marketbell.delivery.DeliveryContext;
import io.marketbell.delivery.DeliveryHub.Admission;
import io.marketbell.delivery.LastValue;
import io.marketbell.delivery.OutcomeListener;
import io.marketbell.delivery.shard.ShardedDeliveryHub;
import io.marketbell.delivery.shard.TestSettings;
import io.marketbell.journal.Ledger.Acknowledgement.Accepted;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.publish.service.NotificationIds;
import io.marketbell.subscription.SubscriptionFilter;
import io.marketbell.testkit.clock.TestClock;
import io.marketbell.testkit.delivery.RecordingTransport;
import io.marketbell.testkit.journal.MemoryJournal;
import io.marketbell.testkit.journal.MemoryLedger;
import io.marketbell.thread.DaemonThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A node with a real delivery, whose messages and stored last values the test transports. */
final class SimulatedNode implements AutoCloseable {
    final ScriptedBus bus = new ScriptedBus();

    /** The transports of all connections, and whether they have requested a snapshot. */
    final Map<RecordingTransport, Boolean> transports = new IdentityHashMap<>();

    final ShardedDeliveryHub hub;
    final VolatileSender sender;
    final VolatileReceiver receiver;
    private final VolatileCounters counters = new VolatileCounters();
    private final NotificationIds ids;
    private final TestClock clock;

    /** @param ahead by how much the clock that assigns ids is ahead */
    SimulatedNode(TestClock clock, Duration ahead) {
        this.clock = clock;
        this.ids = new NotificationIds(() -> clock.instant().plus(ahead));
        this.hub = new ShardedDeliveryHub(
                new DeliveryContext(
                        TestSettings.withQueue(10_000, 16 << 20),
                        new Clocks(System::nanoTime, clock),
                        new MemoryJournal(),
                        new MemoryLedger(),
                        new NoOutcomes(),
                        new LocalPresence(),
                        Runnable::run),
                DaemonThreads.named("marketbell-test-"));
        hub.start();
        this.sender = new VolatileSender(bus, hub, counters, 1 << 20);
        this.receiver = new VolatileReceiver(hub, ids::seen, heard -> {}, clock, counters, 1 << 20);
        hub.onPublish(sender::add);
    }

    Notification publish(NotificationType type, String instrument, List<String> recipients, Duration timeToLive) {
        Notification notification = new Notification(
                ids.next(),
                type,
                type.defaultPriority(),
                clock.instant(),
                instrument,
                "alpaca",
                recipients,
                0,
                clock.instant().plus(timeToLive),
                null,
                null,
                "publisher",
                clock.instant(),
                null,
                null);
        hub.publish(List.of(notification));
        return notification;
    }

    void connect(String user, boolean snapshot) {
        RecordingTransport transport = new RecordingTransport();
        Connection connection = ((Admission.Admitted) hub.open(user, "key", transport)).connection();
        connection.subscribe(new Subscribe(SubscriptionFilter.EVERYTHING, snapshot, -1, null), outcome -> "subscribed");
        transports.put(transport, snapshot);
    }

    /** Sends what waits, and returns the messages. */
    List<Bus.Message> flush() {
        sender.flush();
        return takeSent();
    }

    /** Sends again what could not be sent, and returns the messages. */
    List<Bus.Message> repeat() {
        sender.repeat();
        return takeSent();
    }

    private List<Bus.Message> takeSent() {
        List<Bus.Message> sent = new ArrayList<>(bus.sent);
        bus.sent.clear();
        return sent;
    }

    /** Returns the users, keys and ids of the last values. */
    Set<String> snapshot() {
        return hub.lastValues().orElseThrow().stream()
                .map(SimulatedNode::describe)
                .collect(Collectors.toSet());
    }

    private static String describe(LastValue value) {
        return value.user() + " " + value.notification().conflationKey() + " "
                + value.notification().id();
    }

    @Override
    public void close() {
        hub.close();
    }

    private static final class NoOutcomes implements OutcomeListener {
        @Override
        public void sent(List<Notification> notifications, String user) {}

        @Override
        public void acknowledged(String user, Accepted accepted) {}

        @Override
        public void undeliverable(Notification notification, String user, int attempts) {}
    }
}
