package io.marketbell.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.cluster.Bus.Message;
import io.marketbell.cluster.Bus.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every bus between several nodes guarantees. */
public abstract class BusContract {
    private static final Duration KEEP = Duration.ofMinutes(10);

    /** Returns the bus of a further node of the cluster of this test; not started. */
    protected abstract Bus join(String name);

    /** Cuts all nodes off. */
    protected abstract void cut();

    /** Ends the cut. What the engine has stored is kept or lost. */
    protected abstract void restore();

    /** Removes what the engine has stored, while it runs. */
    protected abstract void flush();

    /** A node: its bus, what it received, and its last values. */
    protected static final class Node {
        public final Bus bus;
        public final List<String> received = new CopyOnWriteArrayList<>();
        public final List<State> states = new CopyOnWriteArrayList<>();
        public final Map<String, SharedValue> values = new ConcurrentHashMap<>();

        Node(Bus bus) {
            this.bus = bus;
            for (BusTopic topic : BusTopic.values()) {
                bus.onMessage(topic, payload -> received.add(new String(payload, UTF_8)));
            }
            bus.onValues(() -> values.values().stream(), page -> page.forEach(this::keep));
            bus.onState(states::add);
        }

        public void keep(SharedValue value) {
            values.merge(value.key(), value, (old, other) -> old.id().compareTo(other.id()) < 0 ? other : old);
        }

        public String value(String key) {
            SharedValue value = values.get(key);
            return value == null ? null : new String(value.content(), UTF_8);
        }

        public boolean send(String text, SharedValue... replaced) {
            List.of(replaced).forEach(this::keep);
            return bus.send(new Message(BusTopic.VOLATILE, text.getBytes(UTF_8), List.of(replaced)));
        }
    }

    protected static SharedValue value(String key, String id, String content) {
        return new SharedValue(key, id, content.getBytes(UTF_8), KEEP);
    }

    protected Node started(String name) {
        Node node = new Node(join(name));
        node.bus.start();
        await().until(() -> node.bus.state() == State.UP);
        return node;
    }

    @Test
    void messagesOfANodeArriveAtTheOthersInTheirOrderAndNotAtItself() {
        Node a = started("a");
        Node b = started("b");
        Node c = started("c");
        List<String> texts = IntStream.range(0, 2_000)
                .mapToObj(number -> "message " + number)
                .toList();

        for (int i = 0; i < texts.size(); i++) {
            boolean withValue = i % 3 == 0;
            String text = texts.get(i);
            assertThat(withValue ? a.send(text, value("k" + i % 10, id(i), text)) : a.send(text))
                    .isTrue();
        }

        await().until(() -> b.received.size() == texts.size() && c.received.size() == texts.size());
        assertThat(b.received).isEqualTo(texts);
        assertThat(c.received).isEqualTo(texts);
        assertThat(a.received).isEmpty();
    }

    @Test
    void theTopicSelectsTheReceiver() {
        Node a = started("a");
        Bus bus = join("b");
        List<String> revoked = new CopyOnWriteArrayList<>();
        bus.onMessage(BusTopic.REVOKED, payload -> revoked.add(new String(payload, UTF_8)));
        bus.start();
        await().until(() -> bus.state() == State.UP);

        a.bus.send(new Message(BusTopic.COMMITTED, "ignored".getBytes(UTF_8)));
        a.bus.send(new Message(BusTopic.REVOKED, "a key".getBytes(UTF_8)));

        await().untilAsserted(() -> assertThat(revoked).containsExactly("a key"));
    }

    @Test
    void aNodeThatStartsLoadsTheNewestValueOfEachKey() {
        Node a = started("a");
        Node b = started("b");
        a.send("1", value("AAPL", id(1), "100"), value("MSFT", id(2), "200"));
        b.send("2", value("AAPL", id(5), "105"));
        a.send("3", value("AAPL", id(4), "104"));
        await().until(() -> b.received.size() == 2 && a.received.size() == 1);

        Node late = started("late");

        assertThat(late.bus.isStarted()).isTrue();
        assertThat(late.value("AAPL")).isEqualTo("105");
        assertThat(late.value("MSFT")).isEqualTo("200");
    }

    @Test
    void ofTwoValuesInOneMessageTheNewerIsStored() {
        Node a = started("a");
        Node b = started("b");
        a.send("1", value("AAPL", id(9), "109"), value("AAPL", id(8), "108"));
        await().until(() -> b.received.size() == 1);

        assertThat(started("late").value("AAPL")).isEqualTo("109");
    }

    @Test
    void aLargeMessageArrivesAndATooLargeOneIsDropped() {
        Node a = started("a");
        Node b = started("b");
        String most = "x".repeat(Message.MOST_BYTES);

        assertThat(a.send(most + "x")).isFalse();
        assertThat(a.send(most)).isTrue();

        await().untilAsserted(() -> assertThat(b.received).containsExactly(most));
    }

    @Test
    void aMessageWithTheMaximumNumberOfValuesIsStoredAndOneWithMoreIsDropped() {
        Node a = started("a");
        Node b = started("b");
        SharedValue[] most = IntStream.range(0, Message.MOST_VALUES)
                .mapToObj(number -> value("k" + number, id(number), "v" + number))
                .toArray(SharedValue[]::new);
        assertThat(a.send("all", most)).isTrue();
        await().until(() -> b.received.size() == 1);

        SharedValue[] more = IntStream.rangeClosed(0, Message.MOST_VALUES)
                .mapToObj(number -> value("k" + number, id(number), "v" + number))
                .toArray(SharedValue[]::new);
        assertThat(a.send("more", more)).isFalse();
        assertThat(started("late").values).hasSize(Message.MOST_VALUES);
    }

    @Test
    void theExceptionOfAReceiverDoesNotEndTheBus() {
        Node a = started("a");
        Bus bus = join("b");
        List<String> received = new CopyOnWriteArrayList<>();
        bus.onMessage(BusTopic.VOLATILE, payload -> {
            if (received.isEmpty()) {
                received.add("failed");
                throw new IllegalStateException("for the test");
            }
            received.add(new String(payload, UTF_8));
        });
        bus.start();
        await().until(() -> bus.state() == State.UP);

        a.send("1");
        a.send("2");

        await().untilAsserted(() -> assertThat(received).containsExactly("failed", "2"));
    }

    @Test
    void theBusIsAwayWhileItIsCutAndUpAgainAfterwards() {
        Node a = started("a");
        Node b = started("b");

        cut();
        await().until(() -> a.bus.state() == State.AWAY && b.bus.state() == State.AWAY);
        assertThat(a.send("dropped")).isFalse();
        restore();
        awaitUp(a, b);

        assertThat(a.send("again")).isTrue();
        await().untilAsserted(() -> assertThat(b.received).containsExactly("again"));
        assertThat(a.states).containsExactly(State.UP, State.AWAY, State.UP);
    }

    @Test
    void valuesOfAllNodesAgreeAfterACut() {
        Node a = started("a");
        Node b = started("b");
        a.send("1", value("AAPL", id(1), "101"));
        await().until(() -> b.received.size() == 1);
        cut();
        await().until(() -> a.bus.state() == State.AWAY && b.bus.state() == State.AWAY);
        a.send("2", value("AAPL", id(2), "102"), value("ONLY-A", id(3), "a"));
        b.send("3", value("AAPL", id(4), "104"), value("ONLY-B", id(5), "b"));

        restore();
        awaitUp(a, b);

        await().untilAsserted(() -> {
            for (Node node : List.of(a, b)) {
                assertThat(node.value("AAPL")).isEqualTo("104");
                assertThat(node.value("ONLY-A")).isEqualTo("a");
                assertThat(node.value("ONLY-B")).isEqualTo("b");
            }
        });
        Node late = started("late");
        assertThat(late.value("AAPL")).isEqualTo("104");
        assertThat(late.values).hasSize(3);
    }

    @Test
    void nodesStoreTheirValuesAgainAfterAFlush() {
        Node a = started("a");
        Node b = started("b");
        a.send("1", value("AAPL", id(1), "101"));
        b.send("2", value("MSFT", id(2), "202"));
        await().until(() -> a.received.size() == 1 && b.received.size() == 1);

        flush();
        await().untilAsserted(() -> {
            assertThat(a.states).endsWith(State.AWAY, State.UP);
            assertThat(b.states).endsWith(State.AWAY, State.UP);
        });

        await().untilAsserted(() -> {
            Node late = started("late");
            assertThat(late.value("AAPL")).isEqualTo("101");
            assertThat(late.value("MSFT")).isEqualTo("202");
        });
        a.send("3");
        await().untilAsserted(() -> assertThat(b.received).contains("3"));
    }

    private static void awaitUp(Node... nodes) {
        for (Node node : nodes) {
            await().until(() -> node.bus.state() == State.UP);
        }
    }

    /** Returns an id like those of notifications: of the same length, in the order of the numbers. */
    protected static String id(int number) {
        return "01JD%022d".formatted(number);
    }
}
