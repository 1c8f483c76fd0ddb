package io.marketbell.testkit.server;

import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Priority;
import io.marketbell.testkit.client.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A fake of the product for tests of the test tools. Supports only the required parts of the public protocol, stores
 * nothing, and uses two threads per connection. The notifications of one request are sent to a connection in frames of
 * ten.
 */
public final class FakeMarketbell implements AutoCloseable {
    private static final int BATCH = 10;

    private final ServerSocket listener;
    private final List<FakeConnection> connections = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Map<String, String> userByKey = new ConcurrentHashMap<>();
    private final Set<String> idempotencyKeys = new HashSet<>();
    private long offset;

    public FakeMarketbell() {
        userByKey.put(MarketbellServer.ADMIN, "admin");
        userByKey.put(MarketbellServer.PUBLISHER, "publisher");
        userByKey.put(MarketbellServer.ALICE, "alice");
        userByKey.put(MarketbellServer.BOB, "bob");
        userByKey.put(MarketbellServer.DESK, "desk");
        try {
            listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        spawn("fake-accept", this::accept);
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    static Thread spawn(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                spawn("fake-connection", () -> new FakeHttp(this, socket).serve());
            } catch (IOException e) {
                // closed: the loop ends
            }
        }
    }

    String userOf(String apiKey) {
        return apiKey == null ? null : userByKey.get(apiKey);
    }

    void connected(FakeConnection connection) {
        connections.add(connection);
    }

    void disconnected(FakeConnection connection) {
        connections.remove(connection);
    }

    JsonObject createKey(JsonObject request) {
        String user = request.getString("user");
        String key = "mb_fake_" + user;
        userByKey.put(key, user);
        return Json.object().add("id", user).add("api_key", key).build();
    }

    /** Accepts the items in order and sends the matching ones to each connection. */
    synchronized JsonObject publish(List<JsonObject> items, boolean several) {
        List<JsonObject> accepted = new ArrayList<>();
        List<JsonObject> fresh = new ArrayList<>();
        JsonObject answer = null;
        for (int i = 0; i < items.size(); i++) {
            JsonObject item = items.get(i);
            boolean duplicate = item.containsKey("key") && !idempotencyKeys.add(item.getString("key"));
            boolean durable = NotificationType.valueOf(item.getString("type")).isDurable();
            JsonObjectBuilder result = Json.object();
            if (several) {
                result.add("index", i);
            }
            result.add("id", "fake-" + offset);
            if (durable && !duplicate) {
                result.add("offset", ++offset);
            }
            if (!duplicate) {
                fresh.add(notification(item, durable));
            }
            answer = result.add("duplicate", duplicate).build();
            accepted.add(answer);
        }
        for (FakeConnection connection : connections) {
            List<String> matching = new ArrayList<>();
            for (JsonObject notification : fresh) {
                if (connection.wants(notification)) {
                    matching.add(shown(notification));
                }
            }
            for (int from = 0; from < matching.size(); from += BATCH) {
                connection.data(matching.subList(from, Math.min(from + BATCH, matching.size())));
            }
        }
        return several
                ? Json.object()
                        .add("accepted", Json.array(accepted))
                        .add("rejected", JsonValue.EMPTY_JSON_ARRAY)
                        .build()
                : answer;
    }

    private static String shown(JsonObject notification) {
        JsonObjectBuilder shown = Json.object();
        notification.forEach((name, value) -> {
            if (!name.equals("recipients")) {
                shown.add(name, value);
            }
        });
        return shown.build().toString();
    }

    private JsonObject notification(JsonObject item, boolean durable) {
        NotificationType type = NotificationType.valueOf(item.getString("type"));
        JsonObjectBuilder notification = Json.object().add("id", "fake-" + offset);
        item.forEach(notification::add);
        Priority priority = type.defaultPriority();
        notification.add("priority", item.getString("priority", priority.name()));
        notification.add("time", Instant.now().toString());
        if (durable) {
            notification.add("offset", offset).add("redelivered", false);
        }
        return notification.build();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
