package io.marketbell.testkit.bus;

import io.marketbell.cluster.Bus;
import io.marketbell.cluster.BusTopic;
import io.marketbell.cluster.SharedValue;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Buses in memory that delay, reorder, repeat and lose messages at random, or deliver each at once on the sender's
 * thread.
 */
public final class UnreliableBuses implements AutoCloseable {
    private final List<Node> nodes = new ArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread created = new Thread(task, "bus");
        created.setDaemon(true);
        return created;
    });
    private final Random random;
    private final int lostPercent;
    private final int repeatedPercent;
    private final int longestDelayMicros;
    private volatile Bus.State state = Bus.State.UP;

    /** Messages are delivered at once, on the sender's thread. */
    public UnreliableBuses() {
        this(0, 0, 0, 0);
    }

    public UnreliableBuses(long seed, int lostPercent, int repeatedPercent, int longestDelayMicros) {
        this.random = new Random(seed);
        this.lostPercent = lostPercent;
        this.repeatedPercent = repeatedPercent;
        this.longestDelayMicros = longestDelayMicros;
    }

    /** Adds a node. */
    public Bus node() {
        Node node = new Node();
        nodes.add(node);
        return node;
    }

    public void state(Bus.State newState) {
        state = newState;
    }

    private synchronized boolean happens(int percent) {
        return random.nextInt(100) < percent;
    }

    private synchronized long delay() {
        return random.nextInt(longestDelayMicros);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private final class Node implements Bus {
        private final Map<BusTopic, Consumer<byte[]>> receivers = new EnumMap<>(BusTopic.class);

        @Override
        public boolean send(Message message) {
            if (state != State.UP) {
                return false;
            }
            for (Node other : nodes) {
                if (other != this && !happens(lostPercent)) {
                    deliver(other, message);
                    if (happens(repeatedPercent)) {
                        deliver(other, message);
                    }
                }
            }
            return true;
        }

        private void deliver(Node to, Message message) {
            Consumer<byte[]> receiver = to.receivers.getOrDefault(message.topic(), payload -> {});
            if (longestDelayMicros == 0) {
                receiver.accept(message.payload());
            } else {
                thread.schedule(() -> receiver.accept(message.payload()), delay(), TimeUnit.MICROSECONDS);
            }
        }

        @Override
        public void onMessage(BusTopic topic, Consumer<byte[]> receiver) {
            receivers.put(topic, receiver);
        }

        @Override
        public void onValues(Stored mine, Consumer<List<SharedValue>> loaded) {}

        @Override
        public void onState(Consumer<State> listener) {}

        @Override
        public void start() {}

        @Override
        public State state() {
            return state;
        }

        @Override
        public boolean isStarted() {
            return true;
        }
    }
}
