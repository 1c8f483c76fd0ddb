package io.marketbell.cluster.local;

import io.marketbell.cluster.Bus;
import io.marketbell.cluster.BusTopic;
import io.marketbell.cluster.SharedValue;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A bus between several nodes in one process, for tests. Messages arrive before {@link Bus#send} returns, on the thread of
 * the sender.
 */
public final class LocalCluster {
    private final Map<String, SharedValue> values = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private boolean away;

    /** Returns the bus of a further node, which has to be started. */
    public synchronized Bus join() {
        return new Node();
    }

    /** Cuts all nodes off; the stored values are kept. */
    public synchronized void goAway() {
        away = true;
        List.copyOf(nodes).forEach(Node::tellState);
    }

    /** Ends {@link #goAway}: each node stores its values again. */
    public synchronized void comeBack() {
        away = false;
        List.copyOf(nodes).forEach(Node::tellState);
        List.copyOf(nodes).forEach(Node::storeAgain);
    }

    /** Removes all values; each node stores its own again. */
    public synchronized void flush() {
        goAway();
        values.clear();
        comeBack();
    }

    private List<SharedValue> store(List<SharedValue> all) {
        List<SharedValue> newer = new ArrayList<>();
        for (SharedValue value : all) {
            SharedValue stored = values.get(value.key());
            if (stored == null || stored.id().compareTo(value.id()) < 0) {
                values.put(value.key(), value);
                newer.add(value);
            }
        }
        return newer;
    }

    private final class Node implements Bus {
        private final Map<BusTopic, Consumer<byte[]>> receivers = new EnumMap<>(BusTopic.class);
        private final List<Consumer<State>> listeners = new ArrayList<>();
        private Stored mine = Stream::empty;
        private Consumer<List<SharedValue>> loaded = page -> {};
        private boolean started;

        @Override
        public boolean send(Message message) {
            synchronized (LocalCluster.this) {
                if (away
                        || !started
                        || message.bytes() > Message.MOST_BYTES
                        || message.values().size() > Message.MOST_VALUES) {
                    return false;
                }
                store(message.values());
                for (Node node : List.copyOf(nodes)) {
                    if (node != this) {
                        guarded(() -> node.receivers
                                .getOrDefault(message.topic(), payload -> {})
                                .accept(message.payload()));
                    }
                }
                return true;
            }
        }

        private void storeAgain() {
            List<SharedValue> newer = store(mine.all().toList());
            if (!newer.isEmpty()) {
                nodes.stream().filter(node -> node != this).forEach(node -> guarded(() -> node.loaded.accept(newer)));
            }
        }

        private void tellState() {
            listeners.forEach(listener -> guarded(() -> listener.accept(state())));
        }

        private static void guarded(Runnable call) {
            try {
                call.run();
            } catch (RuntimeException e) {
                // like another bus, it survives the exceptions of receivers
            }
        }

        @Override
        public void onMessage(BusTopic topic, Consumer<byte[]> receiver) {
            receivers.put(topic, receiver);
        }

        @Override
        public void onValues(Stored stored, Consumer<List<SharedValue>> receiver) {
            mine = stored;
            loaded = receiver;
        }

        @Override
        public void onState(Consumer<State> listener) {
            listeners.add(listener);
        }

        @Override
        public void start() {
            synchronized (LocalCluster.this) {
                started = true;
                nodes.add(this);
                if (!values.isEmpty()) {
                    guarded(() -> loaded.accept(List.copyOf(values.values())));
                }
                tellState();
            }
        }

        @Override
        public State state() {
            synchronized (LocalCluster.this) {
                return started && !away ? State.UP : State.AWAY;
            }
        }

        @Override
        public boolean isStarted() {
            return started;
        }
    }
}
