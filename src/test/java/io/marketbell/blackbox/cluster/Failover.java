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
    /** Before these, most of the time after the kill is that of the servers' compilers. */
    private static final int WARM_UP_ROUNDS = 5;

    private final PrintStream out;
    private final ScheduledExecutorService connecting = Executors.newScheduledThreadPool(CONNECTING_THREADS);
    private final Durations durations = new Durations();
    private final Durations connects = new Durations();
    private final Durations accepted = new Durations();
    /** The time of {@link System#nanoTime} of the kill; 0 before. */
    private final AtomicLong killed = new AtomicLong();
    /** The nodes to connect to. */
    private volatile List<Node> offered = List.of();

    Failover(PrintStream out) {
        this.out = out;
    }

    void measure() throws InterruptedException {
        try (Cluster cluster = Cluster.of(3, Map.of())) {
            List<User> users = cluster.newUsers(USERS);
            List<ClientOfNode> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new ClientOfNode(users.get(i % USERS)));
            }
            Task publisher = new Notices(cluster.node(2));
            publisher.start();
            for (int i = 0; i < WARM_UP_ROUNDS; i++) {
                connectAll(clients, List.of(cluster.node(2), cluster.node(3)));
                clients.forEach(ClientOfNode::leave);
            }
            connectAll(clients, List.of(cluster.node(1)));
            offered = List.of(cluster.node(2), cluster.node(3));
            TimeUnit.SECONDS.sleep(5);
            killed.set(System.nanoTime());
            cluster.node(1).kill();
            await(() -> durations.size() == CLIENTS);
            publisher.close();
            out.println("from SIGKILL to the first new notification at another node, " + CLIENTS
                    + " clients, handshakes not limited\n  " + durations
                    + "\n  goal: p99 at most 3,000 ms\n  of it, until connected\n  "
                    + connects + "\n  and until the first publication was accepted\n  " + accepted);
        } finally {
            connecting.shutdownNow();
        }
    }

    private void connectAll(List<ClientOfNode> clients, List<Node> nodes) throws InterruptedException {
        offered = nodes;
        clients.forEach(client -> connecting.execute(client::connect));
        await(() -> clients.stream().allMatch(client -> client.received));
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
    private final class Notices extends Task {
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
                    node.rest(MarketbellServer.PUBLISHER).publish(notice).expect(202);
                    if (killed.get() != 0 && accepted.size() == 0) {
                        accepted.add(System.nanoTime() - killed.get());
                    }
                } catch (UncheckedIOException e) {
                    // the next one counts
                }
                Thread.sleep(PUBLISHED_EACH.toMillis());
            }
        }
    }

    private final class ClientOfNode {
        private final User user;
        private int attempts;
        private volatile long position = -1;
        private volatile MarketbellClient client;
        private volatile boolean received;
        private volatile boolean done;

        ClientOfNode(User user) {
            this.user = user;
        }

        void connect() {
            List<Node> nodes = offered;
            Node node = nodes.get(ThreadLocalRandom.current().nextInt(nodes.size()));
            try {
                client = MarketbellClient.connect(
                        node.base(), Map.of(RestClient.API_KEY, user.apiKey()), HANDSHAKE, this::take);
                String after = position < 0 ? "" : ",\"resume_after\":" + position;
                client.send("{\"method\":\"subscribe\",\"params\":{\"types\":[\"SYSTEM_NOTICE\"]" + after + "}}");
                if (killed.get() != 0) {
                    connects.add(System.nanoTime() - killed.get());
                }
            } catch (MarketbellClient.HandshakeRefused | CompletionException e) {
                reconnect();
            }
        }

        void leave() {
            client.close();
            received = false;
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
