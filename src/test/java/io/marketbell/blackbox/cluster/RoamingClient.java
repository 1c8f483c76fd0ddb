package io.marketbell.blackbox.cluster;

import io.marketbell.testkit.client.Json;
import io.marketbell.testkit.client.MarketbellClient;
import io.marketbell.testkit.client.Received;
import io.marketbell.testkit.client.Reply;
import io.marketbell.testkit.client.RestClient;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A client that follows the rules of docs/howto/write-a-client.md: it stores its position, leaves a silent node, reconnects
 * to another node, resumes and acknowledges. Sometimes it resumes from its last acknowledged offset instead, like a client
 * that has lost its later position.
 */
final class RoamingClient extends Task {
    private static final Duration HANDSHAKE = Duration.ofSeconds(3);
    private static final long SILENCE_MS = Cluster.HEARTBEAT.toMillis() * 5 / 2;
    private static final int ACKNOWLEDGED_EACH = 20;
    private static final int AUTH = 1;
    private static final int SUBSCRIBE = 2;

    private final String name;
    private final User user;
    private final List<Node> nodes;
    private final SplittableRandom random;
    private final long stayMs;
    private final List<ConnectionLog> connections = new ArrayList<>();

    private int turn;
    private String epoch;
    private long position;
    private long acknowledged;
    private volatile int leaveSoon;

    /** @param stay about how long it stays at a node before it moves to another one */
    RoamingClient(String name, User user, List<Node> nodes, int firstNode, Duration stay, long seed) {
        super(name);
        this.name = name;
        this.user = user;
        this.nodes = nodes;
        this.turn = firstNode;
        this.stayMs = stay.toMillis();
        this.random = new SplittableRandom(seed);
    }

    User user() {
        return user;
    }

    /** The logs of its connections, in order. */
    List<ConnectionLog> connections() {
        synchronized (connections) {
            return List.copyOf(connections);
        }
    }

    /** Makes it move to another node after the next message or heartbeat. */
    void move() {
        leaveSoon++;
    }

    @Override
    void run() throws InterruptedException {
        while (!isStopped()) {
            Node node = nodes.get(turn++ % nodes.size());
            ConnectionLog log = opened(node);
            BlockingQueue<Received> inbox = new LinkedBlockingQueue<>();
            try {
                MarketbellClient client = MarketbellClient.connect(
                        node.base(), Map.of(RestClient.API_KEY, user.apiKey()), HANDSHAKE, message -> {
                            log.add(Clock.now(), message);
                            inbox.add(message);
                        });
                try {
                    stay(client, inbox, log);
                } finally {
                    client.abort();
                }
            } catch (MarketbellClient.HandshakeRefused | CompletionException e) {
                log.note(Clock.now(), "failed: " + e);
            }
            Thread.sleep(20 + random.nextInt(80));
        }
    }

    private ConnectionLog opened(Node node) {
        synchronized (connections) {
            ConnectionLog log = new ConnectionLog(name, user.name(), connections.size() + 1, node.name());
            connections.add(log);
            return log;
        }
    }

    private void stay(MarketbellClient client, BlockingQueue<Received> inbox, ConnectionLog log)
            throws InterruptedException {
        long leaveAt = Clock.now() + stayMs / 2 + random.nextLong(stayMs);
        int moves = leaveSoon;
        // the reply has the epoch
        send(client, AUTH, "auth", Json.object().add("api_key", user.apiKey()));
        while (!isStopped()) {
            Received message = inbox.poll(SILENCE_MS, TimeUnit.MILLISECONDS);
            if (message == null) {
                log.note(Clock.now(), "left: silent");
                return;
            }
            if (!isUsed(client, message, log) || Clock.now() > leaveAt || moves != leaveSoon) {
                log.note(Clock.now(), "left");
                return;
            }
        }
    }

    /** Returns false if the connection is of no further use. */
    private boolean isUsed(MarketbellClient client, Received message, ConnectionLog log) {
        if (message instanceof Received.Data data) {
            take(client, data);
        } else if (message instanceof Received.Status status && status.event().equals("gap")) {
            passGap(status.json());
        } else if (message instanceof Received.Answer answer) {
            return isUsed(client, answer.reply(), log);
        }
        return !(message instanceof Received.Closed);
    }

    private boolean isUsed(MarketbellClient client, Reply reply, ConnectionLog log) {
        if (!reply.json().containsKey("req_id")) {
            // a refused acknowledgement; the log has it
            return true;
        }
        if (reply.success() && reply.json().getInt("req_id") == AUTH) {
            subscribe(client, reply.result(), log);
        }
        return reply.success();
    }

    private void subscribe(MarketbellClient client, JsonObject session, ConnectionLog log) {
        if (epoch == null) {
            epoch = session.getString("epoch", null);
        }
        boolean forgetful = random.nextInt(4) == 0;
        long after = forgetful ? acknowledged : position;
        log.subscribes(Clock.now(), after);
        JsonObjectBuilder params = Json.object().add("resume_after", after).add("snapshot", true);
        if (epoch != null) {
            params.add("epoch", epoch);
        }
        send(client, SUBSCRIBE, "subscribe", params);
    }

    private void take(MarketbellClient client, Received.Data data) {
        for (JsonObject notification : data.notifications()) {
            if (notification.containsKey("offset")) {
                position =
                        Math.max(position, notification.getJsonNumber("offset").longValue());
            }
        }
        if (position - acknowledged > ACKNOWLEDGED_EACH) {
            acknowledged = position;
            send(client, 0, "ack", Json.object().add("offset", acknowledged));
        }
    }

    private void passGap(JsonObject gap) {
        if (gap.getString("reason").equals("RESET")) {
            position = 0;
            acknowledged = 0;
            epoch = null;
        } else {
            position = Math.max(position, gap.getJsonNumber("to").longValue());
        }
    }

    /** @param id 0 for a request whose success is not answered */
    private static void send(MarketbellClient client, int id, String method, JsonObjectBuilder params) {
        JsonObjectBuilder request = Json.object().add("method", method).add("params", params);
        client.send((id == 0 ? request : request.add("req_id", id)).build().toString());
    }
}
