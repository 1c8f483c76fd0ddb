package io.marketbell.blackbox.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.marketbell.blackbox.TcpProxy;
import io.marketbell.testkit.client.Json;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.server.MarketbellServer;
import io.marketbell.testkit.server.ServerWithWar;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Several servers of the build on one embedded PostgreSQL and, in the mode redis, one Redis. Each has its own ports, data,
 * caches and links.
 */
final class Cluster implements AutoCloseable {
    /** The interval of heartbeats to clients: clients leave a silent node after two and a half. */
    static final Duration HEARTBEAT = Duration.ofSeconds(1);

    static final int PLACE_OF_THREE = 1;
    static final int PLACE_OF_SECOND_WITH_A_NAME = 4;
    static final int PLACE_OF_OTHER_THREE = 5;
    static final int PLACE_OF_SMOKE = 8;
    private static final int PLACE_OF_UPGRADE = 10;

    private static final String MODE = System.getProperty("marketbell.it.cluster.mode", "postgresql");

    /** No test reaches these limits; a test of limits overrides that of its user. */
    private static final List<String> GENEROUS = List.of(
            "USER_STANDARD",
            "USER_PREMIUM",
            "USER_BROKER",
            "ADDRESS",
            "HANDSHAKE",
            "ENDPOINT",
            "ANONYMOUS",
            "CONNECTION");

    private static final Duration HEALED = Duration.ofSeconds(60);
    private static final AtomicInteger USERS = new AtomicInteger();
    private static final AtomicInteger STARTED = new AtomicInteger();

    private static Cluster three;
    private static Cluster otherThree;

    private final Path directory = Path.of(System.getProperty("marketbell.it.directory"), "cluster");
    private final Map<String, String> settings;
    private final Postgres postgres;
    private final Redis redis;
    private final List<Node> nodes = new ArrayList<>();

    private Cluster(Map<String, String> settings) {
        this.settings = settings;
        this.postgres = Postgres.in(
                directory.resolve("postgres-" + ProcessHandle.current().pid() + '-' + STARTED.incrementAndGet()));
        this.redis = new Redis(port -> nodes.forEach(node -> node.redisLink().forwardTo(port)));
    }

    /** Starts this number of nodes at the same time, on an empty database. */
    static Cluster of(int size, Map<String, String> settings) {
        return of(size, 1, settings);
    }

    /** @param place that of the first node; two clusters at the same time need different ones */
    static Cluster of(int size, int place, Map<String, String> settings) {
        Cluster cluster = new Cluster(settings);
        IntStream.rangeClosed(1, size).forEach(i -> cluster.nodes.add(cluster.newNode("n" + i, place + i - 1)));
        cluster.healOrClose();
        return cluster;
    }

    private void healOrClose() {
        try {
            heal();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Three nodes that test classes share, healthy when this returns. They run until the tests end. */
    static synchronized Cluster ofThree() {
        if (three == null) {
            three = of(3, PLACE_OF_THREE, Map.of());
        }
        three.heal();
        return three;
    }

    /** The same for test classes marked {@link OtherCluster}. */
    static synchronized Cluster ofOtherThree() {
        if (otherThree == null) {
            otherThree = of(3, PLACE_OF_OTHER_THREE, Map.of());
        }
        otherThree.heal();
        return otherThree;
    }

    /** Starts three nodes with this WAR. */
    static Cluster ofThree(Path war) {
        Cluster cluster = new Cluster(Map.of());
        for (int i = 0; i < 3; i++) {
            cluster.nodes.add(cluster.newNode("n" + (i + 1), PLACE_OF_UPGRADE + i, cluster.with(war)));
        }
        cluster.healOrClose();
        return cluster;
    }

    /**
     * Stops a node and starts one with another WAR in its place, with the same name and ports.
     *
     * @param number from 1
     */
    void replace(int number, Path war) {
        Node old = node(number);
        old.stop();
        old.closeLinks();
        Node node = newNode(old.name(), PLACE_OF_UPGRADE + number - 1, with(war));
        nodes.set(number - 1, node);
        node.heal();
    }

    private Map<String, String> with(Path war) {
        return ServerWithWar.in(
                directory.resolve("release-" + ProcessHandle.current().pid() + "-" + STARTED.incrementAndGet()), war);
    }

    /** Skips the test if the nodes do not use Redis. */
    static Cluster withRedis(Supplier<Cluster> cluster) {
        assumeTrue(MODE.equals("redis"), "the nodes do not use Redis");
        return cluster.get();
    }

    /**
     * A node that is not running and not in {@link #nodes}.
     *
     * @param place selects its ports and the directory of its caches
     */
    Node newNode(String name, int place) {
        return newNode(name, place, Map.of());
    }

    private Node newNode(String name, int place, Map<String, String> more) {
        try {
            TcpProxy link = TcpProxy.notYetLaid(postgres.port());
            TcpProxy redisLink = TcpProxy.notYetLaid(redis.port());
            int port = Integer.getInteger("marketbell.it.cluster.port", 19_300) + 2 * place;
            MarketbellServer server = MarketbellServer.beside(
                    "cluster/" + name,
                    directory.resolve("output-" + place),
                    port,
                    port + 1,
                    "-Xms128m -Xmx512m",
                    environment(name, link, redisLink, more));
            return new Node(name, server, link, redisLink);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> environment(String name, TcpProxy link, TcpProxy redisLink, Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("MARKETBELL_CLUSTER_MODE", MODE);
        all.put("MARKETBELL_CLUSTER_NODE", name);
        all.put("MARKETBELL_CLUSTER_NODES", "3");
        all.put(
                "MARKETBELL_DATABASE_URL",
                "jdbc:postgresql://127.0.0.1:" + link.port() + "/postgres?sslmode=disable&connectTimeout=2");
        all.put("MARKETBELL_CLUSTER_REDIS_URL", "redis://127.0.0.1:" + redisLink.port());
        all.put("MARKETBELL_DATABASE_USER", "postgres");
        all.put("MARKETBELL_IDENTITY_SECRET_KEY", "bWFya2V0YmVsbC1jbHVzdGVyLXRlc3RzLTMyLWJ5dGU=");
        all.put("MARKETBELL_CHANNEL_HEARTBEAT_SECONDS", Long.toString(HEARTBEAT.toSeconds()));
        all.put("MARKETBELL_DELIVERY_SHUTDOWN_SECONDS", "3");
        all.put("MARKETBELL_CALLBACK_HOSTS", "127.0.0.1");
        all.put("MARKETBELL_RATELIMIT_MODE", "block");
        GENEROUS.forEach(limit -> {
            all.put("MARKETBELL_RATELIMIT_" + limit + "_RATE", "100000");
            all.put("MARKETBELL_RATELIMIT_" + limit + "_BURST", "200000");
        });
        all.putAll(settings);
        all.putAll(more);
        return all;
    }

    Postgres postgres() {
        return postgres;
    }

    /** Whether the nodes use Redis, and so share volatile notifications, limits and counts of connections. */
    boolean hasRedis() {
        return MODE.equals("redis");
    }

    Redis redis() {
        return redis;
    }

    List<Node> nodes() {
        return List.copyOf(nodes);
    }

    /** @param number from 1 */
    Node node(int number) {
        return nodes.get(number - 1);
    }

    /** Ends all faults: returns when every node runs, stores durable notifications and reads keys. */
    void heal() {
        postgres.start();
        redis.heal();
        CompletableFuture.allOf(nodes.stream()
                        .map(node -> CompletableFuture.runAsync(node::heal))
                        .toArray(CompletableFuture[]::new))
                .join();
        await().atMost(HEALED)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> nodes.stream().allMatch(Node::isHealthy));
    }

    /** Creates a user with an API key, at the first node. */
    User newUser() {
        String name = "user-" + USERS.incrementAndGet();
        JsonObject request = Json.object()
                .add("user", name)
                .add("roles", Json.strings(List.of("trader")))
                .add("tier", "standard")
                .build();
        RestClient admin = node(1).rest(MarketbellServer.ADMIN);
        JsonObject key =
                admin.post("/api/v1/api-keys", request.toString()).expect(201).json();
        return new User(name, key.getString("id"), key.getString("api_key"));
    }

    List<User> newUsers(int count) {
        return IntStream.range(0, count).mapToObj(i -> newUser()).toList();
    }

    @Override
    public void close() {
        for (Node node : nodes) {
            node.kill();
            node.closeLinks();
        }
        redis.close();
        postgres.close();
    }
}
