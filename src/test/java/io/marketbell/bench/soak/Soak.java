package io.marketbell.bench.soak;

import io.marketbell.bench.load.Load;
import io.marketbell.blackbox.TcpProxy;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.server.MarketbellServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.json.Json;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The soak test: {@code Soak [MINUTES [CLIENTS]]}, by default 20 minutes and storms of 2,000 clients. Exits with 1 if
 * the server leaks resources, logged a stack trace of the product, or lost accepted notifications.
 */
public final class Soak {
    private static final int USERS = 12;
    private static final int FLOODED_INSTRUMENTS = 200;

    /**
     * After the last connection: longer than the intervals of cleanup and the times to live of volatile notifications.
     */
    private static final Duration QUIET = Duration.ofSeconds(15);

    private final Duration length;
    private final int clients;
    private final List<String> findings = new ArrayList<>();

    private Soak(Duration length, int clients) {
        this.length = length;
        this.clients = clients;
    }

    public static void main(String... arguments) throws Exception {
        double minutes = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 20;
        int clients = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2_000;
        installation("marketbell.it.wlp", "target/liberty/wlp");
        installation("marketbell.it.http.port", "19280");
        installation("marketbell.it.https.port", "19643");
        installation("marketbell.it.directory", "target/it");
        System.setProperty("marketbell.it.jvm.arguments", "-ea:io.marketbell... -XX:NativeMemoryTracking=summary");
        List<String> findings = new Soak(Duration.ofMillis((long) (minutes * 60_000)), clients).run();
        System.out.println(findings.isEmpty() ? "soak: nothing was kept, nothing was lost" : "soak: failed");
        System.exit(findings.isEmpty() ? 0 : 1);
    }

    private static void installation(String property, String fallback) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, fallback);
        }
    }

    private List<String> run() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                TcpProxy proxy = TcpProxy.notYetLaid(postgres.getPort())) {
            proxy.lay();
            try (MarketbellServer server = MarketbellServer.with("soak", environment(proxy))) {
                List<ResumingUser> users = users(server);
                DurableLog log = new DurableLog(server.rest(MarketbellServer.PUBLISHER));
                System.out.println("warming up");
                fillLastValues(server.rest(MarketbellServer.PUBLISHER));
                disturb(server, proxy, users, log, Duration.ofSeconds(25));
                settle(server);
                ServerResidue start = ServerResidue.of(server.pid());
                System.out.println("at the start: " + start.resources());
                disturb(server, proxy, users, log, length);
                settle(server);
                awaitAtRest(server, start);
                lost(server, users, log);
                StackTraces.loggedByTheProduct(server.log())
                        .forEach(trace -> found("a stack trace in the log: " + trace));
            }
        }
        return findings;
    }

    private void found(String finding) {
        System.out.println("FOUND " + finding);
        findings.add(finding);
    }

    private static Map<String, String> environment(TcpProxy proxy) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put(
                "MARKETBELL_DATABASE_URL",
                "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres?sslmode=disable&connectTimeout=2");
        environment.put("MARKETBELL_DATABASE_USER", "postgres");
        environment.put("MARKETBELL_CHANNEL_CONNECTIONS_PER_USER", "100000");
        environment.put("MARKETBELL_RATELIMIT_MODE", "report");
        // small enough to be full before the first measurement
        environment.put("MARKETBELL_INGEST_VOLATILE_RECENT", "1000");
        return environment;
    }

    private static List<ResumingUser> users(MarketbellServer server) {
        RestClient admin = server.rest(MarketbellServer.ADMIN);
        List<ResumingUser> users = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
            String name = "soak-" + i;
            String request = Json.createObjectBuilder()
                    .add("user", name)
                    .add("roles", Json.createArrayBuilder().add("trader"))
                    .add("tier", "standard")
                    .build()
                    .toString();
            String key =
                    admin.post("/api/v1/api-keys", request).expect(201).json().getString("api_key");
            users.add(new ResumingUser(server.base(), name, key));
        }
        return users;
    }

    /** Runs all disturbances at once for this duration. */
    private void disturb(
            MarketbellServer server, TcpProxy proxy, List<ResumingUser> users, DurableLog log, Duration howLong)
            throws InterruptedException {
        URI base = server.base();
        List<Disturbance> running = new ArrayList<>();
        long seed = 1;
        running.add(Disturbance.start("storms", seed++, random -> storm(base, server.pid(), random)));
        running.add(
                Disturbance.start("floods", seed++, random -> flood(server.rest(MarketbellServer.PUBLISHER), random)));
        running.add(Disturbance.start("bad sockets", seed++, random -> BadSockets.open(base, random)));
        running.add(Disturbance.start("bad bodies", seed++, random -> BadBodies.send(server, random)));
        running.add(Disturbance.start("database stops", seed++, random -> {
            Thread.sleep(8_000 + random.nextInt(8_000));
            proxy.stall();
            Thread.sleep(1_000 + random.nextInt(7_000));
            proxy.flow();
        }));
        for (ResumingUser user : users) {
            running.add(Disturbance.start("resumes of " + user.name(), seed++, user::connectOnce));
        }
        running.add(Disturbance.start("publications", seed, random -> {
            log.publish(users.get(random.nextInt(users.size())).name());
            Thread.sleep(random.nextInt(20));
        }));
        Thread.sleep(howLong.toMillis());
        for (Disturbance disturbance : running) {
            disturbance.close();
            System.out.println(disturbance);
        }
        proxy.flow();
    }

    private void storm(URI base, long pid, RandomGenerator random) throws Exception {
        Load.main(
                "--mode", "storm",
                "--target", base.toString(),
                "--server-pid", Long.toString(pid),
                "--clients", Integer.toString(clients),
                "--stalled", "20",
                "--connect-rate", "3000",
                "--rounds", "1",
                "--duration", Integer.toString(3 + random.nextInt(5)),
                "--prices", "200",
                "--array", "10",
                "--report", "target/load/soak");
    }

    /** Publishes one value of each key that the storms and floods use: last values are kept forever. */
    private static void fillLastValues(RestClient publisher) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            lines.append("{\"type\":\"PRICE_UPDATE\",\"instrument\":\"I%04d\",\"body\":{}}\n".formatted(i));
        }
        publisher.publishNdjson(lines.toString()).expect(202);
        lines.setLength(0);
        for (int i = 0; i < FLOODED_INSTRUMENTS; i++) {
            lines.append("{\"type\":\"PRICE_UPDATE\",\"instrument\":\"F%d\",\"body\":{}}\n".formatted(i));
        }
        publisher.publishNdjson(lines.toString()).expect(202);
    }

    /** Publishes volatile notifications with large bodies and a bounded number of keys. */
    private static void flood(RestClient publisher, RandomGenerator random) throws InterruptedException {
        StringBuilder lines = new StringBuilder();
        String text = "x".repeat(1 + random.nextInt(8_000));
        for (int i = 0; i < 50; i++) {
            lines.append("{\"type\":\"PRICE_UPDATE\",\"instrument\":\"F")
                    .append(random.nextInt(FLOODED_INSTRUMENTS))
                    .append("\",\"body\":{\"price\":\"1\",\"text\":\"")
                    .append(text)
                    .append("\"}}\n");
        }
        publisher.publishNdjson(lines.toString());
        Thread.sleep(50);
    }

    /** Waits until all connections are closed, and some time longer. */
    private void settle(MarketbellServer server) throws InterruptedException {
        RestClient operator = server.rest(MarketbellServer.OPERATOR);
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        int open = connections(operator);
        while (open > 0 && System.nanoTime() < deadline) {
            Thread.sleep(500);
            open = connections(operator);
        }
        if (open > 0) {
            found(open + " connections remain whose clients have ended; the threads of the server:\n"
                    + ServerResidue.threads(server.pid()));
        }
        Thread.sleep(QUIET.toMillis());
    }

    private static int connections(RestClient operator) {
        return operator.get("/api/v1/monitoring/websocket?limit=1")
                .expect(200)
                .json()
                .getJsonObject("data")
                .getInt("connections");
    }

    private void awaitAtRest(MarketbellServer server, ServerResidue start) throws InterruptedException {
        List<String> grown = List.of();
        for (int attempt = 0; attempt < 4; attempt++) {
            ServerResidue end = ServerResidue.of(server.pid());
            grown = end.grownSince(start);
            System.out.println("at the end: " + end.resources());
            if (grown.isEmpty()) {
                return;
            }
            System.out.println("not yet idle: " + grown);
            Thread.sleep(5_000);
        }
        grown.forEach(this::found);
    }

    private void lost(MarketbellServer server, List<ResumingUser> users, DurableLog log) {
        Map<String, RestClient> clientsOfUsers = new LinkedHashMap<>();
        users.forEach(user -> clientsOfUsers.put(user.name(), server.rest(user.key())));
        System.out.println("durable: " + log.accepted() + " accepted, " + log.refused() + " refused or unanswered");
        log.lost(clientsOfUsers)
                .forEach((user, count) -> found(count + " accepted notifications of " + user + " are gone"));
        for (ResumingUser user : users) {
            Set<String> received = user.resumeAll();
            long missing = log.acceptedOf(user.name()).stream()
                    .filter(id -> !received.contains(id))
                    .count();
            if (missing > 0) {
                found(missing + " accepted notifications never reached " + user.name());
            }
        }
    }
}
