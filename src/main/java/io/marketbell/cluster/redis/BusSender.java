package io.marketbell.cluster.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.marketbell.cluster.Bus.Message;
import io.marketbell.cluster.Bus.State;
import io.marketbell.cluster.SharedValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Sends the queued messages, checks Redis at every heartbeat, and stores the last values of this node again after an
 * outage. One thread runs it. Messages that cannot be sent are dropped.
 */
final class BusSender implements Runnable {
    private static final int MOST_MESSAGES = 64;
    private static final long MOST_BYTES = 1 << 20;

    /** While Redis is away, it is checked more often. */
    private static final Duration RETRY = Duration.ofMillis(200);

    private final BusBounds bounds;
    private final BusKeys keys;
    private final RedisCalls calls;
    private final SendQueue queue;
    private final RedisHeartbeat heartbeat;
    private final ValueScript script;
    private final BusStates states;
    private final BusCounters counters;
    private final BusSignature signature;
    private final ValuesWriteBack writeBack;
    private final BooleanSupplier publishes;
    private final BooleanSupplier closed;
    private volatile LongConsumer scriptNanos = nanos -> {};
    private boolean sending;
    private long beatAt = System.nanoTime();

    BusSender(
            BusBounds bounds,
            BusKeys keys,
            RedisCalls calls,
            SendQueue queue,
            RedisHeartbeat heartbeat,
            ValueScript script,
            BusStates states,
            BusCounters counters,
            BusSignature signature,
            ValuesWriteBack writeBack,
            BooleanSupplier publishes,
            BooleanSupplier closed) {
        this.bounds = bounds;
        this.keys = keys;
        this.calls = calls;
        this.queue = queue;
        this.heartbeat = heartbeat;
        this.script = script;
        this.states = states;
        this.counters = counters;
        this.signature = signature;
        this.writeBack = writeBack;
        this.publishes = publishes;
        this.closed = closed;
    }

    /** Registers a listener for the duration of the script, as seen by this node. */
    void onScript(LongConsumer nanos) {
        scriptNanos = nanos;
    }

    @Override
    public void run() {
        while (!closed.getAsBoolean()) {
            try {
                step();
            } catch (RedisFailure e) {
                if (!closed.getAsBoolean()) {
                    away(e);
                }
            } catch (InterruptedException e) {
                // the loop ends if the bus is closed
                continue;
            } finally {
                queue.done();
            }
        }
    }

    private void step() throws RedisFailure, InterruptedException {
        if (System.nanoTime() - beatAt >= 0) {
            beatAt = System.nanoTime() + (sending ? bounds.heartbeat() : RETRY).toNanos();
            beat();
        }
        boolean rewriting = sending && states.state() == State.UP && writeBack.isPending() && publishes.getAsBoolean();
        long wait = rewriting ? 0 : Math.max(0, beatAt - System.nanoTime());
        List<Message> batch = queue.take(MOST_MESSAGES, MOST_BYTES, wait);
        if (states.state() != State.UP) {
            counters.dropped(BusDrop.AWAY, batch.size());
        } else if (!batch.isEmpty()) {
            send(batch);
        } else if (rewriting) {
            writeBack.page(this::storeAgain);
        }
    }

    private void beat() throws RedisFailure {
        boolean changed = heartbeat.beat(calls);
        if (changed) {
            // the receiver begins anew; the state is away until it has
            states.receivesNothing("Redis was restarted, replaced or emptied");
        }
        if (changed || !sending) {
            script.load(calls);
            sending = true;
            beatAt = System.nanoTime() + bounds.heartbeat().toNanos();
        }
        states.sends();
        script.clean(calls.commands());
    }

    private void send(List<Message> batch) throws RedisFailure {
        List<RedisFuture<?>> responses = new ArrayList<>(batch.size());
        long began = System.nanoTime();
        boolean scripts = false;
        int confirmed = 0;
        try {
            RedisAsyncCommands<byte[], byte[]> commands = calls.commands();
            for (Message message : batch) {
                scripts |= !message.values().isEmpty();
                responses.add(dispatch(commands, message));
            }
            long deadline = calls.deadline();
            for (RedisFuture<?> response : responses) {
                calls.await(response, deadline);
                confirmed++;
                counters.sent();
            }
        } finally {
            counters.dropped(BusDrop.UNCONFIRMED, batch.size() - confirmed);
        }
        if (scripts) {
            scriptNanos.accept(System.nanoTime() - began);
        }
    }

    private RedisFuture<?> dispatch(RedisAsyncCommands<byte[], byte[]> commands, Message message) {
        BusEntry entry = signature.sign(message.topic().word(), message.payload());
        if (!message.values().isEmpty()) {
            return script.store(commands, entry, message.values());
        }
        XAddArgs trimming =
                new XAddArgs().minId(Long.toString(heartbeat.oldest())).approximateTrimming();
        return commands.xadd(keys.stream(), trimming, (Object[]) entry.fields());
    }

    private void storeAgain(List<SharedValue> page) throws RedisFailure {
        BusEntry entry = signature.sign(ValuesCodec.TOPIC, ValuesCodec.encode(page));
        calls.await(script.storeAgain(calls.commands(), entry, page));
    }

    private void away(RedisFailure e) {
        sending = false;
        states.sendsNothing(e.getMessage());
        counters.dropped(BusDrop.AWAY, queue.clear());
    }
}
