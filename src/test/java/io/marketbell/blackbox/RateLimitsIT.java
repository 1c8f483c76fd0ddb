package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.testkit.client.MarketbellClient;
import io.marketbell.testkit.client.Reply;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.client.RestClient.Answer;
import io.marketbell.testkit.client.Subscription;
import io.marketbell.testkit.server.MarketbellServer;
import io.marketbell.testkit.server.ProductServer;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rate limits from the callers' point of view, on a server whose address limits are high enough for a test. */
@ProductServer
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RateLimitsIT {
    private static final int CLIENTS = 4;
    private static final Duration RACE = Duration.ofSeconds(4);
    /** Refused for lack of a role, at almost no cost for the server. */
    private static final String CHEAP = "/api/v1/api-keys";

    private static final String LIMITS = "/api/v1/rate-limits/";
    private static final String HERE = "address%3A127.0.0.1";

    private static MarketbellServer server;
    private static RestClient admin;

    @BeforeAll
    static void start() {
        server = MarketbellServer.with(
                "limits",
                Map.of(
                        "MARKETBELL_RATELIMIT_MODE", "block",
                        "MARKETBELL_RATELIMIT_ADDRESS_RATE", "10000",
                        "MARKETBELL_RATELIMIT_USER_STANDARD_RATE", "10",
                        "MARKETBELL_RATELIMIT_FRAMES_PATIENCE_SECONDS", "2"));
        admin = server.rest(MarketbellServer.ADMIN)
                // an admin's own calls must not wait for the limits under test
                .with("Accept", RestClient.JSON);
        override("user%3Aadmin", "{\"rate_per_second\":10,\"burst\":20,\"mode\":\"off\"}");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void refill() {
        Stream.of("alice", "bob", "desk", "publisher").forEach(user -> reset("user%3A" + user));
    }

    @ParameterizedTest
    @CsvSource({"mb_dev_alice, 10, 20", "mb_dev_bob, 50, 100", "mb_dev_broker, 500, 1000"})
    void fourClientsOfATierGetItsRateAndNoMore(String key, int rate, int burst) throws Exception {
        RestClient client = server.rest(key);
        AtomicInteger asked = new AtomicInteger();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        long began = System.nanoTime();
        long end = began + RACE.toNanos();
        List<Future<Integer>> counts = IntStream.range(0, CLIENTS)
                .mapToObj(i -> clients.submit(() -> {
                    int granted = 0;
                    while (System.nanoTime() < end) {
                        granted += client.get(CHEAP).status() == 429 ? 0 : 1;
                        asked.incrementAndGet();
                    }
                    return granted;
                }))
                .toList();
        int granted = 0;
        for (Future<Integer> count : counts) {
            granted += count.get();
        }
        clients.shutdown();
        double most = burst + rate * (System.nanoTime() - began) / 1e9;

        assertThat((double) granted).isBetween(0.9 * Math.min(most, asked.get()), most);
        assertThat(asked.get()).as("requested more than the burst").isGreaterThan(burst);
    }

    @Test
    void aRefusalNamesThePolicyAndTheRetryTime() {
        RestClient alice = server.rest(MarketbellServer.ALICE);
        Answer refused = alice.get(CHEAP);
        for (int i = 0; refused.status() != 429; i++) {
            assertThat(i).as("calls before one is refused").isLessThan(100);
            refused = alice.get(CHEAP);
        }

        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        JsonObject problem = refused.json();
        assertThat(problem.getString("type"))
                .isEqualTo("https://iana.org/assignments/http-problem-types#quota-exceeded");
        assertThat(problem.getInt("status")).isEqualTo(429);
        assertThat(problem.getString("instance")).isEqualTo(CHEAP);
        assertThat(problem.getJsonArray("violated-policies").toString()).isEqualTo("[\"user\"]");
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(refused.header("RateLimit")).isEqualTo("\"user\";r=0;t=1");
        assertThat(refused.header("RateLimit-Policy")).startsWith("\"user\";q=20;w=2, \"address\"");
        assertThat(refused.header("X-RateLimit-Limit")).isEqualTo("20");
        assertThat(refused.header("X-RateLimit-Remaining")).isEqualTo("0");
        assertThat(refused.header("X-RateLimit-Reset")).isEqualTo("1");
        assertThat(refused.header("Content-Security-Policy")).startsWith("default-src 'none'");
        assertThat(refused.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(refused.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(refused.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void everyResponseOfTheApplicationHasTheRateLimitHeaders() {
        RestClient anonymous = RestClient.anonymous(server.base());
        assertThatLimitsAreReported(200, anonymous.get("/"));
        assertThatLimitsAreReported(404, anonymous.get("/nowhere"));
        assertThatLimitsAreReported(404, anonymous.get("/api/v1/nowhere"));
        assertThatLimitsAreReported(401, anonymous.get(RestClient.NOTIFICATIONS));
        assertThatLimitsAreReported(
                401, RestClient.withKey(server.base(), "mb_wrong").get("/"));
        assertThatLimitsAreReported(403, server.rest(MarketbellServer.BOB).get(CHEAP));
        assertThatLimitsAreReported(405, server.rest(MarketbellServer.BOB).delete(RestClient.NOTIFICATIONS));
        assertThatLimitsAreReported(
                400, server.rest(MarketbellServer.PUBLISHER).post(RestClient.NOTIFICATIONS, "{\"type\":"));
        assertThatLimitsAreReported(426, anonymous.get(MarketbellClient.PATH));

        assertThat(anonymous.get("/health/live").header("RateLimit")).isNull();
    }

    private static void assertThatLimitsAreReported(int status, Answer answer) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("RateLimit")).as("RateLimit of a " + status).matches("\"\\w+\";r=\\d+;t=\\d+");
        assertThat(answer.header("X-RateLimit-Remaining")).matches("\\d+");
    }

    @Test
    void aBatchIsChargedByItsSizeAndRefusedAsAWhole() {
        RestClient publisher = server.rest(MarketbellServer.PUBLISHER);
        override("user%3Apublisher", "{\"rate_per_second\":1,\"burst\":4}");
        String lines = "{\"type\":\"ORDER_FILLED\",\"recipients\":[\"bob\"]}\n".repeat(250);

        Answer accepted = publisher.publishNdjson(lines);
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.header("X-RateLimit-Remaining")).isEqualTo("1");

        Answer refused = publisher.publishNdjson(lines);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 3);
        assertThat(refused.json().getJsonArray("violated-policies").toString()).isEqualTo("[\"user\"]");
        assertThat(server.rest(MarketbellServer.BOB)
                        .get(RestClient.NOTIFICATIONS + "?limit=1000")
                        .json()
                        .getJsonArray("notifications"))
                .as("nothing of it was published")
                .hasSize(250);
    }

    @Test
    void guessingKeysIsLimitedByAddress() {
        override(HERE, "{\"rate_per_second\":5,\"burst\":20}");
        try {
            long refused = IntStream.range(0, 60)
                    .mapToObj(i ->
                            RestClient.withKey(server.base(), "mb_guess_" + i).get("/api/v1/audit"))
                    .peek(answer -> assertThat(answer.status()).isIn(401, 429))
                    .filter(answer -> answer.status() == 429)
                    .count();
            assertThat(refused).isGreaterThan(20);
        } finally {
            await().pollDelay(Duration.ofMillis(500))
                    .until(() -> admin.delete(LIMITS + HERE).status() == 204);
        }
    }

    @Test
    void adminChangesALimitLiveAndItIsAudited() {
        RestClient bob = server.rest(MarketbellServer.BOB);
        Answer overridden = override("user%3Abob", "{\"rate_per_second\":100,\"burst\":300,\"mode\":\"block\"}");

        assertThat(overridden.json().getBoolean("overridden")).isTrue();
        assertThat(bob.get(CHEAP).header("X-RateLimit-Limit")).isEqualTo("300");
        reset("user%3Abob");
        assertThat(bob.get(CHEAP).header("X-RateLimit-Limit")).isEqualTo("100");
        assertThat(admin.get(LIMITS + "user%3Abob").json().getInt("remaining")).isBetween(98, 100);

        override("tier%3Apremium", "{\"rate_per_second\":60}");
        assertThat(bob.get(CHEAP).header("X-RateLimit-Limit")).isEqualTo("120");
        reset("tier%3Apremium");
        assertThat(admin.get("/api/v1/audit?limit=1000").body())
                .contains("rate_limit.override", "rate_limit:user:bob", "rate_limit:tier:premium");
    }

    @Test
    void subjectsWithSlashesAreFound() {
        for (String endpoint :
                List.of("endpoint%3APOST%20%2Fapi%2Fv1%2Fnotifications", "endpoint:POST%20/api/v1/notifications")) {
            assertThat(admin.get(LIMITS + endpoint).json().getString("subject"))
                    .isEqualTo("endpoint:POST /api/v1/notifications");
        }
        assertThat(admin.get(LIMITS + "address%3A2001%3Adb8%3A%3A7").json().getString("subject"))
                .isEqualTo("address:2001:db8::/64");
    }

    @Test
    void badOverridesAreRefused() {
        assertThat(admin.put(LIMITS + "user%3Abob", "{\"rate_per_second\":0}").status())
                .isEqualTo(400);
        assertThat(admin.put(LIMITS + "user%3Abob", "{\"burst\":\"many\"}").body())
                .contains("/rate_per_second", "/burst");
        assertThat(admin.put(LIMITS + "user%3Abob", "{\"rate_per_second\":1,\"burst\":4000}")
                        .status())
                .isEqualTo(400);
        assertThat(admin.put(LIMITS + "nobody", "{\"rate_per_second\":1}").status())
                .isEqualTo(400);
        assertThat(admin.put(LIMITS + "endpoint%3AGET%20%2Fnowhere", "{\"rate_per_second\":1}")
                        .status())
                .isEqualTo(400);
        assertThat(server.rest(MarketbellServer.OPERATOR)
                        .get("/api/v1/rate-limits")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void framesBeyondTheLimitAreRefusedAndChangeNothing() {
        try (MarketbellClient client = MarketbellClient.connect(server.base(), MarketbellServer.BOB)) {
            override("user%3Abob", "{\"rate_per_second\":1,\"burst\":2}");
            reset("user%3Aalice");
            client.subscribe(Subscription.everything());
            Reply reply = client.subscribe(Subscription.everything());
            for (int i = 0; reply.success(); i++) {
                assertThat(i).as("frames before one is refused").isLessThan(10);
                reply = client.subscribe(Subscription.everything());
            }
            assertThat(reply.errorCode()).isEqualTo(429);
            assertThat(client.ping().success()).as("its own bucket").isTrue();
        }
    }

    @Test
    void aConnectionThatIgnoresRefusalsIsClosed() {
        try (MarketbellClient client = MarketbellClient.connect(server.base(), MarketbellServer.ALICE)) {
            await().atMost(Duration.ofSeconds(15))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> isIgnored(client));
            assertThat(client.received().awaitClose().code()).isEqualTo(4006);
        }
    }

    /** Sends another frame. Returns true if the connection is already closed. */
    private static boolean isIgnored(MarketbellClient client) {
        try {
            client.send("{\"method\":\"unsubscribe\",\"params\":{\"subscription\":\"s9\"}}");
            return false;
        } catch (CompletionException closed) {
            return true;
        }
    }

    /** A subject may contain an encoded slash, so the server passes these to the application. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/WEB-INF%2Fweb.xml",
                "/%57EB-INF/web.xml",
                "/x%2F..%2FWEB-INF%2Fweb.xml",
                "/x/%2e%2e/WEB-INF/web.xml",
                "/x%5C..%5CWEB-INF%5Cweb.xml",
                "/%2e%2e%2f%2e%2e%2fserver.xml",
                "/api/v1/rate-limits%2F..%2F..%2F..%2FWEB-INF/web.xml"
            })
    void encodedSlashesAreNotFound(String path) {
        Answer answer = RestClient.anonymous(server.base()).get(path);
        assertThat(answer.status()).isIn(400, 401, 404);
        assertThat(answer.body()).doesNotContain("<web-app", "<server");
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void overridesSurviveARestart() {
        override("user%3Adesk", "{\"rate_per_second\":7,\"burst\":9}");
        server.stop();
        server.start();

        assertThat(server.stackTraces()).isEmpty();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> admin.get(LIMITS + "user%3Adesk").json().getBoolean("overridden"));
        assertThat(server.rest(MarketbellServer.DESK).get(CHEAP).header("X-RateLimit-Limit"))
                .isEqualTo("9");
    }

    private static Answer override(String subject, String allowance) {
        return admin.put(LIMITS + subject, allowance).expect(200);
    }

    private static void reset(String subject) {
        admin.delete(LIMITS + subject).expect(204);
    }
}
