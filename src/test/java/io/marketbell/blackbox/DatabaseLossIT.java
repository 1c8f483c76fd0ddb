package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.testkit.client.MarketbellClient;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.client.Subscription;
import io.marketbell.testkit.server.MarketbellServer;
import io.marketbell.testkit.server.ProductServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL unreachable at the start of the server, slow, and later unresponsive, without a restart of the server in
 * between.
 */
@ProductServer
class DatabaseLossIT {
    private static final String DEAD_LETTERS = "/api/v1/dead-letters";
    private static final String API_KEYS = "/api/v1/api-keys";
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int CALLERS = 60;

    private static MarketbellServer serverOn(TcpProxy proxy) {
        return MarketbellServer.with(
                "database",
                Map.of(
                        "MARKETBELL_DATABASE_URL",
                        "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres?sslmode=disable&connectTimeout=2",
                        "MARKETBELL_DATABASE_USER",
                        "postgres",
                        "MARKETBELL_HEALTH_TICK_MS",
                        "500",
                        "MARKETBELL_HEALTH_TICKS_BAD",
                        "1",
                        "MARKETBELL_HEALTH_DATABASE_DEGRADED_MS",
                        "100",
                        // health is judged by the database alone: errors caused by its absence must not count as well
                        "MARKETBELL_HEALTH_API_ERRORS_UNHEALTHY_PERCENT",
                        "100"));
    }

    @Test
    void volatileFunctionsWorkWithoutADatabaseAndTheRestOnceItIsReachable() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                TcpProxy proxy = TcpProxy.notYetLaid(postgres.getPort());
                MarketbellServer server = serverOn(proxy);
                MarketbellClient alice = MarketbellClient.connect(server.base(), MarketbellServer.ALICE)) {
            alice.subscribe(Subscription.everything());
            RestClient publisher = server.rest(MarketbellServer.PUBLISHER);
            RestClient operator = server.rest(MarketbellServer.OPERATOR);
            RestClient admin = server.rest(MarketbellServer.ADMIN);

            publisher.publish(price("585.33")).expect(202);
            alice.received().awaitNotifications("PRICE_UPDATE", 1);
            awaitLost(server);
            assertThat(probe(server, "started").getString("schema")).isEqualTo("waiting for the database");
            assertUnavailable(() -> publisher.publish(order("alice", 60)));
            assertUnavailable(() -> operator.get(DEAD_LETTERS));
            assertUnavailable(() -> admin.get("/api/v1/audit"));
            assertUnavailable(() -> admin.post(API_KEYS, keyFor("carol")));
            assertUnavailable(
                    () -> server.rest("mb_AAAAAAAAAAAA_" + "x".repeat(43)).get("/api/v1/notifications"));

            proxy.lay();

            await().atMost(SOON)
                    .until(() -> publisher.publish(order("alice", 60)).status() == 202);
            alice.received().awaitNotifications("ORDER_ACCEPTED", 1);
            await().atMost(SOON)
                    .until(() -> admin.post(API_KEYS, keyFor("carol")).status() == 201);
            String carol =
                    admin.post(API_KEYS, keyFor("carol")).expect(201).json().getString("api_key");
            await().atMost(SOON)
                    .until(() -> server.rest(carol).get("/api/v1/notifications").status() == 200);
            assertThat(admin.get("/api/v1/audit").expect(200).body()).contains("api_key.create");
            await().atMost(SOON).until(() -> isDurable(server) && !level(server).equals("unhealthy"));
            assertThat(probe(server, "started").getString("schema")).isEqualTo("migrated");
            publisher.publish(order("nobody", 1)).expect(202);
            await().atMost(SOON)
                    .until(() -> operator.get(DEAD_LETTERS).expect(200).body().contains("\"nobody\""));
        }
    }

    @Test
    void anUnresponsiveDatabaseIsReportedQuicklyAndBlocksNoThreads() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                TcpProxy proxy = TcpProxy.notYetLaid(postgres.getPort())) {
            proxy.lay();
            try (MarketbellServer server = serverOn(proxy);
                    // before the server is stopped, because that would wait for its database
                    AutoCloseable flowing = proxy::flow) {
                RestClient publisher = server.rest(MarketbellServer.PUBLISHER);
                RestClient operator = server.rest(MarketbellServer.OPERATOR);
                publisher.publish(order("alice", 600)).expect(202);
                operator.get(DEAD_LETTERS).expect(200);

                assertThat(isDurable(server)).isTrue();
                proxy.delay(Duration.ofMillis(60));
                CompletableFuture.allOf(IntStream.range(0, CALLERS)
                                .mapToObj(i -> CompletableFuture.runAsync(() -> operator.get(DEAD_LETTERS), callers))
                                .toArray(CompletableFuture[]::new))
                        .join();
                await().atMost(SOON).until(() -> {
                    operator.get(DEAD_LETTERS);
                    return level(server).equals("degraded");
                });
                assertThat(isDurable(server)).isTrue();
                publisher.publish(order("alice", 600)).expect(202);
                proxy.delay(Duration.ZERO);

                proxy.stall();

                List<Long> first = atOnce(callers, () -> operator.get(DEAD_LETTERS));
                assertThat(first).as("ms, before the outage is detected").allMatch(took -> took < 8_000);
                List<Long> later = atOnce(callers, () -> operator.get(DEAD_LETTERS));
                assertThat(later).as("ms, while known to be unavailable").allMatch(took -> took < 4_500);
                long begun = System.nanoTime();
                publisher.publish(price("585.34")).expect(202);
                assertThat(millisecondsSince(begun)).isLessThan(1_000);
                assertUnavailable(() -> server.rest(MarketbellServer.ALICE).get("/api/v1/notifications?after=0"));
                assertUnavailable(() -> publisher.publish(order("alice", 600)));
                awaitLost(server);

                proxy.flow();

                await().atMost(SOON).until(() -> operator.get(DEAD_LETTERS).status() == 200);
                await().atMost(SOON).until(() -> isDurable(server));
                await().atMost(SOON)
                        .until(() -> publisher.publish(order("alice", 600)).status() == 202);
                await().atMost(SOON)
                        .until(() -> server.rest(MarketbellServer.ALICE)
                                        .get("/api/v1/notifications?after=0")
                                        .status()
                                == 200);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    /** The time, in milliseconds, until each of many concurrent callers was refused. */
    private static List<Long> atOnce(ExecutorService callers, Supplier<RestClient.Answer> call) {
        List<CompletableFuture<Long>> calls = IntStream.range(0, CALLERS)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> {
                            long begun = System.nanoTime();
                            assertUnavailable(call);
                            return millisecondsSince(begun);
                        },
                        callers))
                .toList();
        List<Long> took = calls.stream().map(CompletableFuture::join).sorted().toList();
        System.getLogger(DatabaseLossIT.class.getName())
                .log(System.Logger.Level.INFO, "{0} callers were refused after {1} ms", CALLERS, took);
        return took;
    }

    /** Waits until the loss is reported; the node must remain live and ready, and the probes must be fast. */
    private static void awaitLost(MarketbellServer server) {
        await().atMost(SOON).until(() -> level(server).equals("unhealthy"));
        long begun = System.nanoTime();
        assertThat(isDurable(server)).isFalse();
        assertThat(probe(server, "ready").getString("database")).isEqualTo("away");
        assertThat(probe(server, "live").getString("level")).isEqualTo("unhealthy");
        assertThat(millisecondsSince(begun)).as("ms for three probes").isLessThan(1_500);
    }

    private static boolean isDurable(MarketbellServer server) {
        return probe(server, "ready").getBoolean("durable");
    }

    private static String level(MarketbellServer server) {
        assertThat(probe(server, "live").getString("stuck")).isEmpty();
        return probe(server, "ready").getString("level");
    }

    /** The data of a check that is up. */
    private static JsonObject probe(MarketbellServer server, String check) {
        JsonObject body = RestClient.anonymous(server.base())
                .get("/health/" + check)
                .expect(200)
                .json();
        assertThat(body.getString("status")).isEqualTo("UP");
        JsonObject only = body.getJsonArray("checks").getJsonObject(0);
        assertThat(only.getString("name")).isEqualTo(check);
        return only.getJsonObject("data");
    }

    private static long millisecondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    private static void assertUnavailable(Supplier<RestClient.Answer> call) {
        RestClient.Answer answer = call.get().expect(503);
        assertThat(answer.header("Retry-After")).matches("\\d+");
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    private static String keyFor(String user) {
        return "{\"user\":\"" + user + "\",\"roles\":[\"trader\"],\"tier\":\"standard\"}";
    }

    private static JsonObject price(String price) {
        return Json.createObjectBuilder()
                .add("type", "PRICE_UPDATE")
                .add("instrument", "AAPL")
                .add("body", Json.createObjectBuilder().add("price", price))
                .build();
    }

    private static JsonObject order(String user, int seconds) {
        return Json.createObjectBuilder()
                .add("type", "ORDER_ACCEPTED")
                .add("recipients", Json.createArrayBuilder().add(user))
                .add("time_to_live", "PT" + seconds + "S")
                .add("body", Json.createObjectBuilder().add("order_id", "7781"))
                .build();
    }
}
