package io.marketbell.cluster.redis;

import io.marketbell.cluster.Bus;
import io.marketbell.cluster.BusFigures;
import io.marketbell.cluster.BusFigures.BusThread;
import io.marketbell.cluster.BusTopic;
import io.marketbell.cluster.SharedValue;
import io.marketbell.thread.DaemonThreads;
import io.marketbell.thread.LongLivedThread;
import io.marketbell.thread.PolledWait;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** The bus over a stream of Redis. */
public final class RedisBus implements Bus, AutoCloseable {
    private static final String SENDER = "bus sender";
    private static final String READER = "bus reader";
    private static final int QUEUED_MESSAGES = 10_000;
    private static final long QUEUED_BYTES = 16L << 20;

    private final BusBounds bounds;
    private final BusCounters counters = new BusCounters();
    private final BusStates states = new BusStates();
    private final SendQueue queue = new SendQueue(QUEUED_MESSAGES, QUEUED_BYTES);
    private final ValuesWriteBack writeBack = new ValuesWriteBack();
    private final BusInbox inbox;
    private final RedisHeartbeat beats;
    private final BusSender sender;
    private final BusReceiver receiver;
    private final LongLivedThread sending;
    private final LongLivedThread receiving;
    private volatile BooleanSupplier publishes = () -> true;
    private final PolledWait waiting = new PolledWait();
    private volatile boolean closed;
    private volatile long startedAt = System.nanoTime();

    /**
     * @param cluster the name of the cluster
     * @param node the name of this node
     * @param key authenticates messages; the same on all nodes
     */
    public RedisBus(
            RedisServer server, RedisSettings settings, Duration heartbeat, String cluster, String node, byte[] key) {
        this(server, BusBounds.of(settings, heartbeat), cluster, node, key);
    }

    RedisBus(RedisServer server, BusBounds bounds, String cluster, String node, byte[] key) {
        this.bounds = bounds;
        BusKeys keys = BusKeys.of(cluster);
        BusSeal seal = new BusSeal(key, cluster);
        BusSignature signature = new BusSignature(seal, node);
        this.beats = new RedisHeartbeat(keys, bounds);
        StoredValues stored = new StoredValues(keys, seal, counters, beats::millis);
        this.inbox = new BusInbox(seal, signature, counters, stored, beats::millis);
        this.receiver = new BusReceiver(
                bounds, keys, calls(server.open("bus-read")), beats, states, counters, inbox, () -> closed);
        this.sender = new BusSender(
                bounds,
                keys,
                calls(server.open("bus-send")),
                queue,
                beats,
                new ValueScript(keys, bounds, seal),
                states,
                counters,
                signature,
                writeBack,
                () -> publishes.getAsBoolean(),
                () -> closed);
        states.onState(state -> {
            if (state == State.UP) {
                // others may have missed the values that were published meanwhile
                writeBack.begin();
            }
        });
        ThreadFactory threads = DaemonThreads.named("marketbell-bus-");
        this.sending = new LongLivedThread(SENDER, threads, sender, () -> closed);
        this.receiving = new LongLivedThread(READER, threads, receiver, () -> closed);
    }

    private RedisCalls calls(RedisLink link) {
        return new RedisCalls(link, bounds.timeout(), bounds.patience());
    }

    /** Registers a condition without which this node sends nothing. */
    public void sendWhile(BooleanSupplier condition) {
        publishes = condition;
    }

    @Override
    public boolean send(Message message) {
        BusDrop drop = drop(message);
        if (drop != null) {
            counters.dropped(drop);
            if (!message.values().isEmpty()) {
                // other nodes would show an older value until the next one
                writeBack.begin();
            }
        }
        return drop == null;
    }

    private BusDrop drop(Message message) {
        if (states.state() != State.UP) {
            return BusDrop.AWAY;
        }
        if (message.bytes() > Message.MOST_BYTES || message.values().size() > Message.MOST_VALUES) {
            return BusDrop.TOO_LARGE;
        }
        if (!publishes.getAsBoolean()) {
            return BusDrop.REFUSED;
        }
        return queue.offer(message) ? null : BusDrop.FULL;
    }

    @Override
    public void onMessage(BusTopic topic, Consumer<byte[]> receiverOfTopic) {
        inbox.onMessage(topic, receiverOfTopic);
    }

    @Override
    public void onValues(Stored mine, Consumer<List<SharedValue>> loaded) {
        writeBack.from(mine);
        inbox.onValues(loaded);
    }

    @Override
    public void onState(Consumer<State> listener) {
        states.onState(listener);
    }

    @Override
    public void start() {
        startedAt = System.nanoTime();
        sending.start();
        receiving.start();
    }

    @Override
    public State state() {
        return states.state();
    }

    @Override
    public boolean isStarted() {
        return receiver.hasLoaded()
                || System.nanoTime() - startedAt >= bounds.startAtMost().toNanos();
    }

    @Override
    public void catchUp(Duration atMost) {
        long began = System.nanoTime();
        waiting.until(() -> receiver.hasReachedEndSince(began), began + atMost.toNanos());
    }

    @Override
    public BusFigures figures() {
        return new BusFigures(
                counters.sentCount(),
                counters.receivedCount(),
                counters.dropped(),
                counters.lossCount(),
                queue.bytes(),
                Duration.ofMillis(counters.lag()),
                beats.isEvicting(),
                List.of(
                        new BusThread(SENDER, isEnded(sending), Duration.ZERO),
                        new BusThread(READER, isEnded(receiving), receiver.silence())));
    }

    private static boolean isEnded(LongLivedThread thread) {
        return !thread.ensureAlive();
    }

    /** Registers a listener for the duration of the script that stores last values, in nanoseconds. */
    public void onScript(LongConsumer nanos) {
        sender.onScript(nanos);
    }

    /** Sends the queued messages first, if Redis responds in time. */
    @Override
    public void close() {
        long deadline = System.nanoTime() + bounds.timeout().toNanos();
        waiting.until(() -> queue.isEmpty() || states.state() != State.UP, deadline);
        closed = true;
        sending.interrupt();
        receiving.interrupt();
    }
}
