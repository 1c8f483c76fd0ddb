package io.marketbell.bench.load;

import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Priority;
import io.marketbell.testkit.client.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/** One connection: its handshake, its subscription, and the messages it receives. */
final class Client implements FrameReader.Sink, NotificationScanner.Sink {

    enum State {
        CONNECTING,
        SHAKING_HANDS,
        SUBSCRIBING,
        LISTENING,
        CLOSED
    }

    private static final int UNLIMITED = Integer.MAX_VALUE;
    private static final byte[] HEARTBEAT = "{\"channel\":\"heartbeat\"".getBytes(StandardCharsets.US_ASCII);

    private final ConnectionPlan plan;
    private final ReceiveCounters counters;
    private final MeasuredWindow window;
    private final RandomGenerator random;
    private final NotificationScanner scanner;
    private final SocketChannel channel;
    private final FrameReader reader = new FrameReader();
    private SelectionKey key;
    private ClientHandshake clientHandshake;
    private ByteBuffer unsent;
    private State state = State.CONNECTING;
    private long lastSeq;
    private long lastOffset;
    private long now;
    private boolean framesMeasured;
    private int budget;
    private int unanswered;

    Client(
            ConnectionPlan plan,
            SocketChannel channel,
            ReceiveCounters counters,
            MeasuredWindow window,
            RandomGenerator random,
            NotificationScanner scanner) {
        this.plan = plan;
        this.channel = channel;
        this.counters = counters;
        this.window = window;
        this.random = random;
        this.scanner = scanner;
    }

    State state() {
        return state;
    }

    ConnectionPlan.Kind kind() {
        return plan.kind();
    }

    void key(SelectionKey key) {
        this.key = key;
    }

    /** The TCP connection is established: sends the upgrade request. */
    void connected(String host, int port) throws IOException {
        if (!channel.finishConnect()) {
            return;
        }
        clientHandshake = new ClientHandshake(random);
        state = State.SHAKING_HANDS;
        send(ByteBuffer.wrap(clientHandshake.request(
                host, port, io.marketbell.testkit.client.MarketbellClient.PATH, plan.apiKey())));
    }

    /** The maximum number of bytes of the next read. */
    int readLimit(int capacity) {
        return plan.kind() == ConnectionPlan.Kind.SLOW && state == State.LISTENING
                ? Math.min(budget, capacity)
                : capacity;
    }

    /** Adds to the allowance of a slow client, which reads until the allowance is used up. */
    void allow(int bytes) {
        if (state == State.LISTENING && budget < UNLIMITED) {
            budget = Math.min(budget + bytes, 2 * bytes);
            interest(SelectionKey.OP_READ);
        }
    }

    /** Processes the bytes of a read, received at that time. */
    void received(byte[] bytes, int length, long time) {
        now = time;
        counters.counts.bytes += length;
        int from = 0;
        if (state == State.SHAKING_HANDS) {
            from = clientHandshake.accept(bytes, 0, length);
            if (!clientHandshake.isWhole()) {
                return;
            }
            upgraded(clientHandshake.status());
        }
        if (state != State.CLOSED) {
            reader.accept(bytes, from, length, this);
        }
        if (plan.kind() == ConnectionPlan.Kind.SLOW && state == State.LISTENING && budget < UNLIMITED) {
            budget -= length;
            if (budget <= 0) {
                interest(0);
            }
        }
    }

    private void upgraded(int status) {
        clientHandshake = null;
        if (status == 101) {
            state = State.SUBSCRIBING;
            unanswered = plan.subscribes().size();
            plan.subscribes().forEach(request -> send(ClientFrames.text(request, random.nextInt())));
        } else {
            end("handshake answered " + status);
        }
    }

    private void subscribed(JsonObject reply) {
        if (!reply.getBoolean("success", false)) {
            end("subscribe refused: " + reply.get("error"));
            return;
        }
        unanswered--;
        if (unanswered > 0) {
            return;
        }
        state = State.LISTENING;
        if (plan.kind() == ConnectionPlan.Kind.STALLED) {
            interest(0);
        }
    }

    /** Removes the limit on reads, to learn how the connection ends. */
    void readOn() {
        if (state == State.LISTENING) {
            budget = UNLIMITED;
            interest(SelectionKey.OP_READ);
        }
    }

    private void interest(int operations) {
        if (key.isValid()) {
            key.interestOps(operations | (unsent == null ? 0 : SelectionKey.OP_WRITE));
        }
    }

    @Override
    public void text(byte[] bytes, int from, int to) {
        scanner.scan(bytes, from, to, this);
    }

    @Override
    public void frame(long seq) {
        if (seq != lastSeq + 1) {
            counters.event(seq > lastSeq ? "seq with a hole" : "seq repeated");
        }
        lastSeq = seq;
        counters.counts.frames++;
        framesMeasured = false;
    }

    @Override
    public void notification(NotificationType type, Priority priority, long publishedAt, long offset, boolean marked) {
        if (offset > 0 && !marked) {
            if (offset <= lastOffset) {
                counters.event("offset repeated or out of order");
            }
            lastOffset = offset;
        }
        if (plan.kind() != ConnectionPlan.Kind.READING) {
            counters.counts.ofLaggards++;
            return;
        }
        counters.counts.notifications++;
        counters.counts.byType[type.ordinal()]++;
        if (!marked && window.holds(publishedAt)) {
            counters.counts.measured++;
            if (!framesMeasured) {
                framesMeasured = true;
                counters.counts.measuredFrames++;
            }
            counters.latency(type, priority, now - publishedAt);
        }
    }

    @Override
    public void other(byte[] bytes, int from, int to) {
        if (Bytes.startsWith(bytes, from, to, HEARTBEAT)) {
            counters.counts.heartbeats++;
            return;
        }
        try {
            onMessage(Json.object(new String(bytes, from, to - from, StandardCharsets.UTF_8)));
        } catch (JsonException | ClassCastException e) {
            counters.event("unreadable frame");
        }
    }

    private void onMessage(JsonObject json) {
        if (json.getString("method", "").equals("subscribe") && state == State.SUBSCRIBING) {
            subscribed(json);
            return;
        }
        switch (json.getString("event", "")) {
            case "conflated" -> counters.counts.conflated += count(json);
            case "dropped" -> counters.counts.dropped += count(json);
            case "" -> {
                if (json.getString("channel", "").equals("notifications")) {
                    counters.event("data frame of an unexpected shape");
                }
            }
            default -> counters.event("event " + json.getString("event"));
        }
    }

    /** Counts for normal clients only: the expected count does not hold for slow and stalled ones. */
    private long count(JsonObject json) {
        return plan.kind() == ConnectionPlan.Kind.READING
                ? json.getJsonNumber("count").longValue()
                : 0;
    }

    @Override
    public void malformed(int at) {
        counters.event("malformed data frame");
    }

    @Override
    public void ping(byte[] bytes, int from, int to) {
        send(ClientFrames.pong(bytes, from, to, random.nextInt()));
    }

    @Override
    public void close(int code, String reason) {
        end("closed " + code);
    }

    @Override
    public void violation(String what) {
        end("protocol broken: " + what);
    }

    private void send(ByteBuffer bytes) {
        if (unsent != null) {
            ByteBuffer both = ByteBuffer.allocate(unsent.remaining() + bytes.remaining());
            unsent = both.put(unsent).put(bytes).flip();
        } else {
            unsent = bytes;
        }
        flush();
    }

    /** Writes as much as the socket accepts. */
    void flush() {
        try {
            channel.write(unsent);
            boolean listening = unsent.hasRemaining();
            int reading = key.interestOps() & SelectionKey.OP_READ;
            unsent = listening ? unsent : null;
            key.interestOps((state == State.SHAKING_HANDS ? SelectionKey.OP_READ : reading)
                    | (listening ? SelectionKey.OP_WRITE : 0));
        } catch (IOException e) {
            end("closed 1006");
        }
    }

    /** The connection has ended; counts it once, with the cause, and the kind of client if that explains it. */
    void end(String cause) {
        if (state == State.CLOSED) {
            return;
        }
        counters.event(
                plan.kind() == ConnectionPlan.Kind.READING
                        ? cause
                        : plan.kind().name().toLowerCase(java.util.Locale.ROOT) + ": " + cause);
        leave();
    }

    /** Closes without counting, because the run is over. */
    void leave() {
        state = State.CLOSED;
        try {
            channel.close();
        } catch (IOException e) {
            counters.event("close failed");
        }
    }
}
