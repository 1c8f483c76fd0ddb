package io.marketbell.cluster.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Reads the stream and passes the entries on. One thread runs it. After a lost connection it reads on from the last
 * entry; if entries may be missing, it loads the last values and reads on from the end.
 */
final class BusReceiver implements Runnable {
    private static final Duration BLOCK_AT_MOST = Duration.ofMillis(500);
    /** A delay of this part of the retention requires a check whether entries were removed. */
    private static final int LAGGING = 4;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final BusBounds bounds;
    private final BusKeys keys;
    private final RedisCalls calls;
    private final RedisHeartbeat heartbeat;
    private final BusStates states;
    private final BusCounters counters;
    private final BusInbox inbox;
    private final ReadSize size = new ReadSize();
    private final BooleanSupplier closed;
    private final Duration block;

    /** The data that the position belongs to; null before the first read, and if entries may be missing. */
    private RedisIdentity current;

    private StreamId position = StreamId.START;
    private RedisFuture<List<StreamMessage<byte[], byte[]>>> reading;
    private long readingSince;
    private int readingAtMost;
    private boolean mustCheck;
    private volatile boolean loaded;

    /** When the last read began that reached the end of the stream; null before the first one. */
    private volatile Long reachedEndAt;

    /** When it began to pass messages on, with the lowest bit set; 0 if it does not. */
    private volatile long passingSince;

    BusReceiver(
            BusBounds bounds,
            BusKeys keys,
            RedisCalls calls,
            RedisHeartbeat heartbeat,
            BusStates states,
            BusCounters counters,
            BusInbox inbox,
            BooleanSupplier closed) {
        this.bounds = bounds;
        this.keys = keys;
        this.calls = calls;
        this.heartbeat = heartbeat;
        this.states = states;
        this.counters = counters;
        this.inbox = inbox;
        this.closed = closed;
        this.block = bounds.heartbeat().compareTo(BLOCK_AT_MOST) < 0 ? bounds.heartbeat() : BLOCK_AT_MOST;
    }

    /** Returns whether the last values were loaded at least once. */
    boolean hasLoaded() {
        return loaded;
    }

    /** Returns whether everything that was in the stream at this time was passed on. */
    boolean hasReachedEndSince(long nanos) {
        Long reached = reachedEndAt;
        return reached != null && reached - nanos >= 0;
    }

    /** Returns how long the receivers of the current messages have been running; zero if there are none. */
    Duration silence() {
        long since = passingSince;
        return since == 0 ? Duration.ZERO : Duration.ofNanos(Math.max(0, System.nanoTime() - since));
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
            }
        }
    }

    private void step() throws RedisFailure {
        RedisIdentity known = heartbeat.known();
        if (known == null) {
            LockSupport.parkNanos(this, PAUSE_NANOS);
            return;
        }
        RedisAsyncCommands<byte[], byte[]> commands = calls.commands();
        if (reading == null) {
            if (mustCheck || !known.equals(current)) {
                check(known);
            }
            readingSince = System.nanoTime();
            readingAtMost = size.count();
            reading = read(commands);
        }
        List<StreamMessage<byte[], byte[]>> entries = calls.await(reading, calls.deadline() + block.toNanos());
        reading = null;
        // the position may have been overtaken by the removal of old entries
        mustCheck = System.nanoTime() - readingSince > bounds.retention().toNanos() / LAGGING;
        if (known.equals(heartbeat.known())) {
            states.receives();
        }
        int received = entries == null ? 0 : entries.size();
        receive(received == 0 ? List.of() : entries);
        if (received < readingAtMost) {
            reachedEndAt = readingSince;
        }
    }

    @SuppressWarnings("unchecked") // an array of a generic type, as the client requires
    private RedisFuture<List<StreamMessage<byte[], byte[]>>> read(RedisAsyncCommands<byte[], byte[]> commands) {
        XReadArgs args = XReadArgs.Builder.block(block).count(size.count());
        return commands.xread(args, XReadArgs.StreamOffset.from(keys.stream(), position.toString()));
    }

    /** Ensures that the position belongs to the data of this connection, and that no entry after it was removed. */
    private void check(RedisIdentity known) throws RedisFailure {
        if (!known.equals(heartbeat.identity(calls))) {
            calls.reject();
            throw new RedisFailure("the connections to Redis lead to different data");
        }
        calls.accept();
        StreamEdges edges = StreamEdges.read(calls, keys.stream());
        if (!known.equals(current) || edges.mayMiss(position)) {
            begin(edges.last());
            current = known;
        }
        mustCheck = false;
        states.receives();
    }

    private void begin(StreamId end) throws RedisFailure {
        if (loaded) {
            states.receivesNothing("messages of other nodes may have been lost");
            counters.lost();
        }
        current = null;
        position = end;
        inbox.load(calls);
        loaded = true;
    }

    private void receive(List<StreamMessage<byte[], byte[]>> entries) {
        size.begin();
        passingSince = System.nanoTime() | 1;
        for (StreamMessage<byte[], byte[]> entry : entries) {
            position = StreamId.of(entry.getId());
            size.read(inbox.receive(entry.getBody(), position.millis()));
        }
        passingSince = 0;
        if (!entries.isEmpty()) {
            long lag = heartbeat.millis() - position.millis();
            mustCheck |= lag > bounds.retention().toMillis() / LAGGING;
        }
    }

    private void away(RedisFailure e) {
        states.receivesNothing(e.getMessage());
        mustCheck = true;
        if (!e.isTimeout()) {
            reading = null;
            LockSupport.parkNanos(this, PAUSE_NANOS);
        }
        // an interrupt has served its purpose: the loop ends if the bus is closed
        Thread.interrupted();
    }
}
