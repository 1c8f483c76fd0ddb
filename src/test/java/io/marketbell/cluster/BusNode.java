package io.marketbell.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.marketbell.cluster.Bus.Message;
import io.marketbell.cluster.Bus.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A node in a test of a bus: the bus, what it received, and its last values. */
public final class BusNode {
    /** Tests share a busy machine. */
    private static final Duration AT_MOST = Duration.ofSeconds(30);

    private static final Duration KEEP = Duration.ofMinutes(10);

    public final Bus bus;
    public final List<String> received = new CopyOnWriteArrayList<>();
    public final List<State> states = new CopyOnWriteArrayList<>();
    public final Map<String, SharedValue> values = new ConcurrentHashMap<>();

    private BusNode(Bus bus) {
        this.bus = bus;
        for (BusTopic topic : BusTopic.values()) {
            bus.onMessage(topic, payload -> received.add(new String(payload, UTF_8)));
        }
        bus.onValues(() -> values.values().stream(), page -> page.forEach(this::keep));
        bus.onState(states::add);
    }

    /** Starts the bus. */
    public static BusNode starting(Bus bus) {
        BusNode node = new BusNode(bus);
        bus.start();
        return node;
    }

    /** Starts the bus and waits until it is up. */
    public static BusNode started(Bus bus) {
        BusNode node = starting(bus);
        node.awaitState(State.UP);
        return node;
    }

    public void awaitState(State state) {
        await().atMost(AT_MOST).pollInterval(Duration.ofMillis(20)).until(() -> bus.state() == state);
    }

    private void keep(SharedValue value) {
        values.merge(value.key(), value, (old, other) -> old.id().compareTo(other.id()) < 0 ? other : old);
    }

    /** Returns the last value of the key; null if there is none. */
    public String value(String key) {
        SharedValue value = values.get(key);
        return value == null ? null : new String(value.content(), UTF_8);
    }

    /** Publishes at this node: its own last values are replaced in any case. */
    public boolean send(String text, SharedValue... replaced) {
        List.of(replaced).forEach(this::keep);
        return bus.send(new Message(BusTopic.VOLATILE, text.getBytes(UTF_8), List.of(replaced)));
    }

    public static SharedValue value(String key, String id, String content) {
        return new SharedValue(key, id, content.getBytes(UTF_8), KEEP);
    }

    /** Returns an id like those of notifications: of the same length, in the order of the numbers. */
    public static String id(int number) {
        return "01JD%022d".formatted(number);
    }
}
