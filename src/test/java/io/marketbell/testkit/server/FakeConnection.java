package io.marketbell.testkit.server;

import io.marketbell.testkit.client.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * One WebSocket connection of the fake server: a reading thread, a writing thread, and a queue of frames between them.
 */
final class FakeConnection {
    private static final int QUEUE = 500;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final byte[] LAST = new byte[0];

    private final FakeMarketbell marketbell;
    private final DataInputStream in;
    private final OutputStream out;
    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(QUEUE);
    private volatile String user;
    private final List<JsonObject> filters = new CopyOnWriteArrayList<>();
    private volatile boolean tooSlow;
    private long seq;
    private long patience;

    FakeConnection(FakeMarketbell marketbell, DataInputStream in, OutputStream out, String user) {
        this.marketbell = marketbell;
        this.in = in;
        this.out = out;
        this.user = user;
    }

    void serve() throws IOException {
        Thread writer = FakeMarketbell.spawn("fake-writer", this::write);
        marketbell.connected(this);
        // a ping among the first frames: clients must answer it and continue
        waiting.add(frame(0x89, "are you there".getBytes(StandardCharsets.US_ASCII)));
        try {
            boolean open = true;
            while (open) {
                open = read();
            }
        } finally {
            marketbell.disconnected(this);
            waiting.offer(LAST);
            finish(writer);
        }
    }

    /** Writes the close frame before the socket is closed; waits only briefly for a client that does not read it. */
    private static void finish(Thread writer) {
        try {
            writer.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean wants(JsonObject notification) {
        return filters.stream()
                        .anyMatch(filter -> within(filter, "types", notification.getString("type"))
                                && within(filter, "instruments", notification.getString("instrument", null)))
                && (!notification.containsKey("recipients")
                        || notification
                                .getJsonArray("recipients")
                                .getValuesAs(JsonString::getString)
                                .contains(user));
    }

    private static boolean within(JsonObject filter, String name, String value) {
        JsonArray allowed = filter.getJsonArray(name);
        return allowed == null || allowed.getValuesAs(JsonString::getString).contains(value);
    }

    /** Must be called by one publisher at a time. */
    void data(List<String> notifications) {
        String json = "{\"channel\":\"notifications\",\"seq\":" + ++seq + ",\"data\":["
                + String.join(",", notifications) + "]}";
        if (!tooSlow && !queued(text(json))) {
            tooSlow = true;
            waiting.clear();
            waiting.add(close(4002));
        }
    }

    /** Publishers wait briefly for a client that is only busy, and not for one that falls behind. */
    private boolean queued(byte[] frame) {
        if (waiting.size() < QUEUE / 2) {
            patience = PATIENCE_NANOS;
        }
        long start = System.nanoTime();
        try {
            return waiting.offer(frame, patience, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            patience = Math.max(0, patience - (System.nanoTime() - start));
        }
    }

    private void write() {
        try {
            for (byte[] frame = waiting.take(); frame != LAST; frame = waiting.take()) {
                out.write(frame);
            }
        } catch (IOException | InterruptedException e) {
            // the client detects the same end
        }
    }

    private boolean read() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0f;
        int length = in.readUnsignedByte() & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        }
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i & 3];
        }
        if (opcode == 8) {
            waiting.offer(frame(0x88, payload));
            waiting.offer(LAST);
            return false;
        }
        if (opcode == 10 && !new String(payload, StandardCharsets.US_ASCII).equals("are you there")) {
            waiting.offer(close(1002));
        }
        return opcode != 1 || request(Json.object(new String(payload, StandardCharsets.UTF_8)));
    }

    private boolean request(JsonObject request) {
        String method = request.getString("method");
        JsonObject params = request.getJsonObject("params");
        JsonObject result = Json.object().build();
        if (method.equals("auth")) {
            user = marketbell.userOf(params.getString("api_key"));
        } else if (user == null) {
            waiting.add(close(4102));
            return true;
        } else if (method.equals("subscribe")) {
            filters.add(params);
            result = Json.object().add("subscription", "s" + filters.size()).build();
        } else if (method.equals("unsubscribe")) {
            filters.clear();
        }
        if (request.containsKey("req_id")) {
            JsonValue id = request.get("req_id");
            waiting.add(text(Json.object()
                    .add("method", method)
                    .add("req_id", id)
                    .add("success", true)
                    .add("result", result)
                    .build()
                    .toString()));
        }
        return true;
    }

    private static byte[] close(int code) {
        return frame(0x88, new byte[] {(byte) (code >>> 8), (byte) code});
    }

    private static byte[] text(String text) {
        return frame(0x81, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] frame(int first, byte[] payload) {
        int header = payload.length < 126 ? 2 : 4;
        byte[] frame = new byte[header + payload.length];
        frame[0] = (byte) first;
        if (header == 2) {
            frame[1] = (byte) payload.length;
        } else {
            frame[1] = 126;
            frame[2] = (byte) (payload.length >>> 8);
            frame[3] = (byte) payload.length;
        }
        System.arraycopy(payload, 0, frame, header, payload.length);
        return frame;
    }
}
