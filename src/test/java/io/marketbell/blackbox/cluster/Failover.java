package io.marketbell.blackbox.cluster;

import io.marketbell.testkit.client.Json;
import io.marketbell.testkit.client.MarketbellClient;
import io.marketbell.testkit.client.Received;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.server.MarketbellServer;
import jakarta.json.JsonObject;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The time from the kill of a node until each of its clients has received a notification from another node that was
 * published after the kill. Clients begin to reconnect after a random delay of up to one second, which doubles with each
 * failure.
 */
final class Failover {
    private static final int CLIENTS = 1_000;
    private static final int USERS = 100;
    private static final Duration HANDSHAKE = Duration.ofSeconds(5);
    private static final Duration PUBLISHED_EACH = Duration.ofMillis(250);
    private static final Duration GIVE_UP = Duration.ofSeconds(60);
    private static final int RECONNECT_WITHIN_MS = 1_000;
    private static final int CONNECTING_THREADS = 32;

    private final PrintStream out;
    private final ScheduledExecutorService connecting = Executors.newScheduledThreadPool(CONNECTING_THREADS);
    private final Durations durations = new Durations();
    /** The time of {@link System#nanoTime} of the kill; 0 before. */
    private final AtomicLong killed = new AtomicLong();

    Failover(PrintStream out) {
        this.out = out;
    }

    void measure() throws InterruptedException {
        try (Cluster cluster = Cluster.of(3, Map.of())) {
            List<User> users = cluster.newUsers(USERS);
            List<ClientOfNode> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new ClientOfNode(users.get(i % USERS), cluster.nodes()));
            }
            clients.forEach(client -> connecting.execute(client::connect));
            await(() -> clients.stream().allMatch(client -> client.connected));
            Task publisher = new Notices(cluster.node(2));
            publisher.start();
            await(() -> clients.stream().allMatch(client -> client.received));
            TimeUnit.SECONDS.sleep(5);
            killed.set(System.nanoTime());
            cluster.node(1).kill();
            await(() -> durations.size() == CLIENTS);
            publisher.close();
            out.println("from SIGKILL to the first new notification at another node, " + CLIENTS
                    + " clients, handshakes not limited\n  " + durations + "\n  goal: p99 at most 3,000 ms");
        } finally {
            connecting.shutdownNow();
        }
    }

    private static void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + GIVE_UP.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + GIVE_UP);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Publishes durable notices to everybody; their body has the time. */
    private static final class Notices extends Task {
        private final Node node;

        Notices(Node node) {
            super("notices");
            this.node = node;
        }

        @Override
        void run() throws InterruptedException {
            while (!isStopped()) {
                JsonObject notice = Json.object()
                        .add("type", "SYSTEM_NOTICE")
                        .add("body", Json.object().add("nanos", System.nanoTime()))
                        .build();
                try {
                    node.rest(MarketbellServer.PUBLISHER).publish(notice);
                } catch (UncheckedIOException e) {
                    // the next one counts
                }
                Thread.sleep(PUBLISHED_EACH.toMillis());
            }
        }
    }

    private final class ClientOfNode {
        private final User user;
        private final List<Node> nodes;
        private int attempts;
        private volatile long position = -1;
        private volatile boolean connected;
        private volatile boolean received;
        private volatile boolean done;

        ClientOfNode(User user, List<Node> nodes) {
            this.user = user;
            this.nodes = nodes;
        }

        void connect() {
            Node node = killed.get() == 0
                    ? nodes.get(0)
                    : nodes.get(1 + ThreadLocalRandom.current().nextInt(nodes.size() - 1));
            try {
                MarketbellClient client = MarketbellClient.connect(
                        node.base(), Map.of(RestClient.API_KEY, user.apiKey()), HANDSHAKE, this::take);
                String after = position < 0 ? "" : ",\"resume_after\":" + position;
                client.send("{\"method\":\"subscribe\",\"params\":{\"types\":[\"SYSTEM_NOTICE\"]" + after + "}}");
                connected = true;
            } catch (MarketbellClient.HandshakeRefused | CompletionException e) {
                reconnect();
            }
        }

        private void reconnect() {
            int within = RECONNECT_WITHIN_MS << Math.min(4, attempts++);
            connecting.schedule(this::connect, ThreadLocalRandom.current().nextInt(within), TimeUnit.MILLISECONDS);
        }

        private void take(Received message) {
            long now = System.nanoTime();
            if (message instanceof Received.Closed && killed.get() != 0 && !done) {
                reconnect();
            } else if (message instanceof Received.Data data) {
                for (JsonObject notice : data.notifications()) {
                    position = notice.getJsonNumber("offset").longValue();
                    received = true;
                    long published =
                            notice.getJsonObject("body").getJsonNumber("nanos").longValue();
                    if (killed.get() != 0 && published > killed.get() && !done) {
                        done = true;
                        durations.add(now - killed.get());
                    }
                }
            }
        }
    }
}
