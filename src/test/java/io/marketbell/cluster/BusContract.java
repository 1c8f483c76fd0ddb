package io.marketbell.cluster;

import static io.marketbell.cluster.BusNode.id;
import static io.marketbell.cluster.BusNode.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.cluster.Bus.Message;
import io.marketbell.cluster.Bus.State;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every bus between several nodes guarantees. */
public abstract class BusContract {
    /** Returns the bus of a further node of the cluster of this test; not started. */
    protected abstract Bus join(String name);

    /** Cuts all nodes off. */
    protected abstract void cut();

    /** Ends the cut. What the engine has stored is kept or lost. */
    protected abstract void restore();

    /** Removes what the engine has stored, while it runs. */
    protected abstract void flush();

    private BusNode started(String name) {
        return BusNode.started(join(name));
    }

    @Test
    void messagesOfANodeArriveAtTheOthersInTheirOrderAndNotAtItself() {
        BusNode a = started("a");
        BusNode b = started("b");
        BusNode c = started("c");
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
        BusNode a = started("a");
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
        BusNode a = started("a");
        BusNode b = started("b");
        a.send("1", value("AAPL", id(1), "100"), value("MSFT", id(2), "200"));
        b.send("2", value("AAPL", id(5), "105"));
        a.send("3", value("AAPL", id(4), "104"));
        await().until(() -> b.received.size() == 2 && a.received.size() == 1);

        BusNode late = started("late");

        assertThat(late.bus.isStarted()).isTrue();
        assertThat(late.value("AAPL")).isEqualTo("105");
        assertThat(late.value("MSFT")).isEqualTo("200");
    }

    @Test
    void ofTwoValuesInOneMessageTheNewerIsStored() {
        BusNode a = started("a");
        BusNode b = started("b");
        a.send("1", value("AAPL", id(9), "109"), value("AAPL", id(8), "108"));
        await().until(() -> b.received.size() == 1);

        assertThat(started("late").value("AAPL")).isEqualTo("109");
    }

    @Test
    void aLargeMessageArrivesAndATooLargeOneIsDropped() {
        BusNode a = started("a");
        BusNode b = started("b");
        String most = "x".repeat(Message.MOST_BYTES);

        assertThat(a.send(most + "x")).isFalse();
        assertThat(a.send(most)).isTrue();

        await().untilAsserted(() -> assertThat(b.received).containsExactly(most));
    }

    @Test
    void aMessageWithTheMaximumNumberOfValuesIsStoredAndOneWithMoreIsDropped() {
        BusNode a = started("a");
        BusNode b = started("b");
        SharedValue[] most = IntStream.range(0, Message.MOST_VALUES)
                .mapToObj(number -> value("k" + number, id(number), "v" + number))
                .toArray(SharedValue[]::new);
        assertThat(a.send("all", most)).isTrue();
        await().until(() -> b.received.size() == 1);

        List<SharedValue> more = IntStream.rangeClosed(0, Message.MOST_VALUES)
                .mapToObj(number -> value("k" + number, id(number), "v" + number))
                .toList();
        assertThat(a.bus.send(new Message(BusTopic.VOLATILE, new byte[0], more)))
                .isFalse();
        assertThat(started("late").values.size()).isEqualTo(Message.MOST_VALUES);
    }

    @Test
    void theExceptionOfAReceiverDoesNotEndTheBus() {
        BusNode a = started("a");
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
        BusNode a = started("a");
        BusNode b = started("b");

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
        BusNode a = started("a");
        BusNode b = started("b");
        a.send("1", value("AAPL", id(1), "101"));
        await().until(() -> b.received.size() == 1);
        cut();
        await().until(() -> a.bus.state() == State.AWAY && b.bus.state() == State.AWAY);
        a.send("2", value("AAPL", id(2), "102"), value("ONLY-A", id(3), "a"));
        b.send("3", value("AAPL", id(4), "104"), value("ONLY-B", id(5), "b"));

        restore();
        awaitUp(a, b);

        await().untilAsserted(() -> {
            for (BusNode node : List.of(a, b)) {
                assertThat(node.value("AAPL")).isEqualTo("104");
                assertThat(node.value("ONLY-A")).isEqualTo("a");
                assertThat(node.value("ONLY-B")).isEqualTo("b");
            }
        });
        BusNode late = started("late");
        assertThat(late.value("AAPL")).isEqualTo("104");
        assertThat(late.values).hasSize(3);
    }

    @Test
    void nodesStoreTheirValuesAgainAfterAFlush() {
        BusNode a = started("a");
        BusNode b = started("b");
        a.send("1", value("AAPL", id(1), "101"));
        b.send("2", value("MSFT", id(2), "202"));
        await().until(() -> a.received.size() == 1 && b.received.size() == 1);

        flush();
        await().untilAsserted(() -> {
            assertThat(a.states).endsWith(State.AWAY, State.UP);
            assertThat(b.states).endsWith(State.AWAY, State.UP);
        });

        await().untilAsserted(() -> {
            BusNode late = started("late");
            assertThat(late.value("AAPL")).isEqualTo("101");
            assertThat(late.value("MSFT")).isEqualTo("202");
        });
        a.send("3");
        await().untilAsserted(() -> assertThat(b.received).contains("3"));
    }

    private static void awaitUp(BusNode... nodes) {
        for (BusNode node : nodes) {
            await().until(() -> node.bus.state() == State.UP);
        }
    }
}
