package io.marketbell.delivery.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.cluster.Bus;
import io.marketbell.cluster.SharedValue;
import io.marketbell.delivery.Delivery;
import io.marketbell.notification.ConflationKey;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.testkit.clock.TestClock;
import io.marketbell.testkit.delivery.RecordingTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three nodes whose clocks differ by up to five seconds publish at random. Messages between them are delayed, reordered,
 * repeated, and lost while a node is cut off; nodes restart.
 */
class NewestWinsEverywhereTest {
    private static final int STEPS = 400;
    private static final List<String> INSTRUMENTS = List.of("AAPL", "MSFT", "TSLA");
    private static final List<List<String>> RECIPIENTS =
            List.of(List.of(), List.of(), List.of("alice"), List.of("bob", "alice"));

    private final TestClock clock = new TestClock();
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<SimulatedNode> ended = new ArrayList<>();

    /** The messages in transit to each node. */
    private final List<List<byte[]>> inTransit = new ArrayList<>();

    /** The last values in Redis. */
    private final Map<String, SharedValue> stored = new HashMap<>();

    private Random random;

    @AfterEach
    void close() {
        nodes.forEach(SimulatedNode::close);
        ended.forEach(SimulatedNode::close);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void idsOfAKeyOnlyRiseForEveryClientAndSnapshotsAgreeAfterQuiet(long seed) {
        random = new Random(seed);
        for (int node = 0; node < 3; node++) {
            nodes.add(start(node));
            inTransit.add(new ArrayList<>());
        }
        for (int step = 0; step < STEPS; step++) {
            step();
        }
        settle();
        assertSnapshotsAgree();

        // all that was published before has arrived: a later publication at any node is the newest
        List<Notification> latest = new ArrayList<>();
        for (String instrument : INSTRUMENTS) {
            clock.advance(Duration.ofMillis(100));
            latest.add(nodes.get(random.nextInt(3))
                    .publish(NotificationType.PRICE_UPDATE, instrument, List.of(), Duration.ofHours(1)));
            settle();
        }
        assertSnapshotsAgree();
        nodes.forEach(node -> node.connect("alice", true));
        nodes.forEach(node -> node.transports.keySet().forEach(transport -> assertShown(transport, latest)));
        nodes.forEach(SimulatedNode::close);
        allNodes().forEach(node -> node.transports.forEach(NewestWinsEverywhereTest::assertIdsRise));
    }

    private List<SimulatedNode> allNodes() {
        List<SimulatedNode> all = new ArrayList<>(nodes);
        all.addAll(ended);
        return all;
    }

    private SimulatedNode start(int number) {
        SimulatedNode node = new SimulatedNode(clock, Duration.ofMillis(2_500L * (number - 1)));
        node.receiver.loaded(List.copyOf(stored.values()));
        node.receiver.deliver();
        node.connect("alice", false);
        node.connect("bob", random.nextBoolean());
        return node;
    }

    private void step() {
        clock.advance(Duration.ofMillis(random.nextInt(200)));
        int number = random.nextInt(3);
        SimulatedNode node = nodes.get(number);
        switch (random.nextInt(20)) {
            case 0 -> node.bus.state = Bus.State.AWAY;
            case 1 -> {
                node.bus.state = Bus.State.UP;
                transport(number, node.repeat());
            }
            case 2 -> {
                if (random.nextInt(10) == 0) {
                    restart(number);
                }
            }
            case 3 -> {
                if (node.transports.size() < 5) {
                    node.connect("user" + node.transports.size(), true);
                }
            }
            case 4, 5, 6, 7, 8, 9 -> publish(node);
            case 10, 11, 12 -> transport(number, node.flush());
            default -> arrive(number);
        }
    }

    private void publish(SimulatedNode node) {
        String instrument = INSTRUMENTS.get(random.nextInt(INSTRUMENTS.size()));
        List<String> recipients = RECIPIENTS.get(random.nextInt(RECIPIENTS.size()));
        NotificationType type = recipients.isEmpty() || random.nextBoolean()
                ? NotificationType.PRICE_UPDATE
                : NotificationType.POSITION_UPDATE;
        node.publish(type, instrument, recipients, Duration.ofSeconds(1 + random.nextInt(60)));
    }

    private void transport(int from, List<Bus.Message> messages) {
        for (Bus.Message message : messages) {
            for (SharedValue value : message.values()) {
                stored.merge(value.key(), value, (a, b) -> a.id().compareTo(b.id()) >= 0 ? a : b);
            }
            for (int to = 0; to < 3; to++) {
                for (int copies = random.nextInt(4) == 0 ? 2 : 1; copies > 0 && to != from; copies--) {
                    inTransit.get(to).add(message.payload());
                }
            }
        }
    }

    /** Some messages arrive, in any order. */
    private void arrive(int to) {
        List<byte[]> messages = inTransit.get(to);
        for (int count = random.nextInt(5); count > 0 && !messages.isEmpty(); count--) {
            nodes.get(to).receiver.received(messages.remove(random.nextInt(messages.size())));
        }
        nodes.get(to).receiver.deliver();
    }

    /** Publications that this node has not sent are lost, and so are messages that have not arrived. */
    private void restart(int number) {
        SimulatedNode node = nodes.get(number);
        transport(number, node.flush());
        node.bus.state = Bus.State.UP;
        transport(number, node.repeat());
        awaitWritten(node);
        node.close();
        ended.add(node);
        inTransit.get(number).clear();
        nodes.set(number, start(number));
    }

    private void settle() {
        for (int number = 0; number < 3; number++) {
            SimulatedNode node = nodes.get(number);
            node.bus.state = Bus.State.UP;
            transport(number, node.flush());
            transport(number, node.repeat());
        }
        for (int number = 0; number < 3; number++) {
            while (!inTransit.get(number).isEmpty()) {
                arrive(number);
            }
        }
    }

    private void assertSnapshotsAgree() {
        assertThat(nodes.get(0).snapshot()).isNotEmpty();
        assertThat(nodes.get(1).snapshot()).isEqualTo(nodes.get(0).snapshot());
        assertThat(nodes.get(2).snapshot()).isEqualTo(nodes.get(0).snapshot());
    }

    private static void awaitWritten(SimulatedNode node) {
        node.snapshot();
        await().until(() -> node.hub.list().open().stream().allMatch(connection -> connection.waiting() == 0));
    }

    private static void assertShown(RecordingTransport transport, List<Notification> latest) {
        await().untilAsserted(() -> assertThat(transport.deliveries().stream()
                        .map(delivery -> delivery.routed().notification()))
                .containsAll(latest));
    }

    private static void assertIdsRise(RecordingTransport transport, boolean snapshot) {
        Map<ConflationKey, String> shown = new HashMap<>();
        for (Delivery delivery : transport.deliveries()) {
            Notification notification = delivery.routed().notification();
            String before = shown.put(notification.conflationKey(), notification.id());
            if (before != null && snapshot) {
                assertThat(notification.id()).isGreaterThanOrEqualTo(before);
            } else if (before != null) {
                assertThat(notification.id()).isGreaterThan(before);
            }
        }
    }
}
