package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.marketbell.identity.token.BadTokens;
import io.marketbell.identity.token.Issuer;
import io.marketbell.testkit.client.MarketbellClient;
import io.marketbell.testkit.client.Reply;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.client.Subscription;
import io.marketbell.testkit.server.MarketbellServer;
import io.marketbell.testkit.server.ProductServer;
import jakarta.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bearer tokens of an external issuer: the issuer, its key server, and the responses of Marketbell. */
@ProductServer
class JwtIT {
    private static final Issuer ISSUER = Issuer.rsa("k1");
    private static final Issuer SUCCESSOR = Issuer.rsa("k2");
    private static final Issuer CURVE = Issuer.ellipticCurve("k3");
    private static final String OWN = "/api/v1/notifications?after=0";

    private static PublicKeyServer host;
    private static MarketbellServer server;

    @BeforeAll
    static void start() {
        host = new PublicKeyServer(Issuer.jwks(ISSUER, CURVE));
        server = MarketbellServer.with(
                "jwt",
                Map.of(
                        "MP_JWT_VERIFY_PUBLICKEY_LOCATION",
                        host.url(),
                        "MP_JWT_VERIFY_ISSUER",
                        Issuer.NAME,
                        "MP_JWT_VERIFY_AUDIENCES",
                        "other," + Issuer.AUDIENCE,
                        "MARKETBELL_CALLBACK_HOSTS",
                        "hooks.example.com"),
                Path.of("liberty/production/metrics.xml"));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        host.close();
    }

    /** A missing setting must not make the metrics public. */
    @Test
    void withoutAConfiguredMetricsUserMetricsAreInaccessible() throws IOException {
        SecureClient client = new SecureClient(server.httpsPort());

        assertThat(client.status("/metrics", "nobody:")).isEqualTo(401);
        assertThat(client.status("/metrics", null)).isEqualTo(401);
    }

    @BeforeEach
    void keysOfTheIssuer() {
        host.keys = Issuer.jwks(ISSUER, CURVE);
        String token = alice(Duration.ofMinutes(8));
        await().atMost(Duration.ofSeconds(15))
                .until(() -> RestClient.withToken(server.base(), token).get(OWN).status() == 200);
    }

    @Test
    void aTokenGrantsTheRolesOfItsGroupsAtEveryEntryPoint() {
        String token = alice(Duration.ofMinutes(5));
        RestClient alice = RestClient.withToken(server.base(), token);

        alice.get(OWN).expect(200);
        alice.post(RestClient.NOTIFICATIONS, "{\"type\":\"SYSTEM_NOTICE\"}").expect(403);
        try (MarketbellClient header = socket(token);
                MarketbellClient frame = MarketbellClient.connectAnonymously(server.base())) {
            Reply welcome = frame.authenticateWithToken(token);
            assertThat(welcome.result().getString("user")).isEqualTo("alice");
            assertThat(welcome.result().getString("tier")).isEqualTo("premium");
            header.subscribe(Subscription.to("ORDER_FILLED"));
            frame.subscribe(Subscription.to("ORDER_FILLED"));

            RestClient.withToken(server.base(), token("publisher"))
                    .post(
                            RestClient.NOTIFICATIONS,
                            "{\"type\":\"ORDER_FILLED\",\"recipients\":[\"alice\"],\"key\":\"jwt-1\"}")
                    .expect(202);

            header.received().awaitNotifications("ORDER_FILLED", 1);
            frame.received().awaitNotifications("ORDER_FILLED", 1);
        }
    }

    @Test
    void everyInvalidTokenIsRefusedWithTheSameText() {
        String[] refusal = new String[1];
        BadTokens.of(ISSUER, CURVE, Instant.now()).forEach((fault, token) -> {
            RestClient.Answer answer =
                    RestClient.withToken(server.base(), token).get(OWN);
            assertThat(answer.status()).as(fault + ": " + answer.body()).isEqualTo(401);
            assertThat(answer.response().headers().allValues("WWW-Authenticate"))
                    .as(fault)
                    .contains("Bearer error=\"invalid_token\", realm=\"marketbell\"");
            refusal[0] = refusal[0] == null ? answer.body() : refusal[0];
            assertThat(answer.body()).as(fault).isEqualTo(refusal[0]);
        });
        assertThat(server.stackTraces()).isEmpty();
    }

    @Test
    void anInvalidTokenOpensNoSocketAndNoStream() {
        String expired =
                ISSUER.token(Instant.now().minusSeconds(120), Instant.now().minusSeconds(60));

        assertThatThrownBy(() -> socket(expired))
                .isInstanceOfSatisfying(
                        MarketbellClient.HandshakeRefused.class,
                        refused -> assertThat(refused.status()).isEqualTo(401));
        RestClient.withToken(server.base(), expired)
                .get("/api/v1/notifications/stream")
                .expect(401);
        try (MarketbellClient socket = MarketbellClient.connectAnonymously(server.base())) {
            assertThat(socket.authenticateWithToken(expired).errorCode()).isEqualTo(401);
            assertThat(socket.received().awaitClose().code()).isEqualTo(4100);
        }
    }

    @Test
    void twoCredentialsAreRefused() {
        RestClient.withToken(server.base(), alice(Duration.ofMinutes(5)))
                .with(RestClient.API_KEY, MarketbellServer.ALICE)
                .get(OWN)
                .expect(400);
    }

    @Test
    void anOpenSocketIsClosedWhenItsTokenExpires() {
        Instant end = inSeconds(4);
        try (MarketbellClient socket = socket(until(end))) {
            assertThat(socket.ping().success()).isTrue();

            assertThat(socket.received().awaitClose().code()).isEqualTo(4005);
            assertThat(Instant.now()).isBetween(end, end.plusSeconds(2));
        }
    }

    @Test
    void aFreshTokenExtendsTheSocketAndAnotherUsersDoesNot() {
        Instant first = inSeconds(5);
        Instant second = inSeconds(9);
        try (MarketbellClient socket = MarketbellClient.connectAnonymously(server.base())) {
            String session = socket.authenticateWithToken(until(first)).result().getString("session");

            assertThat(socket.authenticateWithToken(bob()).errorCode()).isEqualTo(403);
            assertThat(socket.authenticateWithToken("worthless").errorCode()).isEqualTo(401);
            assertThat(socket.authenticateWithToken(until(second)).result().getString("session"))
                    .isEqualTo(session);

            assertThat(socket.received().awaitClose().code()).isEqualTo(4005);
            assertThat(Instant.now()).isBetween(second, second.plusSeconds(2));
        }
    }

    @Test
    void aStreamEndsWhenItsTokenExpires() {
        Instant end = inSeconds(4);
        CompletableFuture<HttpResponse<String>> stream = HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create(server.base() + "/api/v1/notifications/stream"))
                                .header("Authorization", "Bearer " + until(end))
                                .build(),
                        BodyHandlers.ofString());

        assertThat(stream).succeedsWithin(Duration.ofSeconds(15));
        assertThat(stream.join().statusCode()).isEqualTo(200);
        assertThat(Instant.now()).isBetween(end, end.plusSeconds(2));
    }

    @Test
    void newKeysAreAcceptedAtOnceAndOldOnesRefused() {
        String old = alice(Duration.ofMinutes(5));
        RestClient.withToken(server.base(), old).get(OWN).expect(200);
        String fresh = SUCCESSOR.token(Instant.now(), inSeconds(300));
        host.keys = Issuer.jwks(SUCCESSOR);

        await().atMost(Duration.ofSeconds(10))
                .until(() -> RestClient.withToken(server.base(), fresh).get(OWN).status() == 200);

        await().atMost(Duration.ofSeconds(10))
                .until(() -> RestClient.withToken(server.base(), old).get(OWN).status() == 401);
    }

    @Test
    void knownKeysRemainValidWhileTheKeyServerIsUnreachable() {
        host.keys = null;

        await().atMost(Duration.ofSeconds(10))
                .until(() ->
                        RestClient.withToken(server.base(), Issuer.rsa("k7").token(Instant.now(), inSeconds(60)))
                                        .get(OWN)
                                        .status()
                                == 503);
        RestClient.withToken(server.base(), alice(Duration.ofMinutes(6)))
                .get(OWN)
                .expect(200);
    }

    @Test
    void unknownKeyIdsDoNotFloodTheKeyServer() {
        int before = host.asked.get();
        Instant start = Instant.now();
        for (int i = 0; i < 100; i++) {
            RestClient.withToken(server.base(), CURVE.token(Instant.now(), inSeconds(60)))
                    .get(OWN);
        }
        String unknown = Issuer.rsa("invented").token(Instant.now(), inSeconds(60));
        for (int i = 0; i < 100; i++) {
            RestClient.withToken(server.base(), unknown).get(OWN);
        }
        long seconds = Duration.between(start, Instant.now()).toSeconds() + 1;

        assertThat(host.asked.get() - before).isLessThanOrEqualTo((int) seconds + 1);
    }

    @Test
    void aPublisherWithATokenHasNoSecretForCallbacks() {
        RestClient.Answer answer = RestClient.withToken(server.base(), token("publisher"))
                .post(
                        RestClient.NOTIFICATIONS,
                        "{\"type\":\"SYSTEM_NOTICE\",\"callback_url\":\"https://hooks.example.com/x\"}")
                .expect(400);

        assertThat(answer.body()).contains("/callback_url", "callback secret");
    }

    @Test
    void aKeyUsedAfterItsRevocationIsRefusedAndItsSocketClosed() {
        RestClient admin = server.rest(MarketbellServer.ADMIN);
        var key = admin.post(
                        "/api/v1/api-keys",
                        Json.createObjectBuilder()
                                .add("user", "carol")
                                .add("roles", Json.createArrayBuilder(List.of("trader")))
                                .add("tier", "standard")
                                .build()
                                .toString())
                .expect(201)
                .json();
        RestClient carol = server.rest(key.getString("api_key"));
        carol.get(OWN).expect(200);
        try (MarketbellClient socket = MarketbellClient.connect(server.base(), key.getString("api_key"))) {
            admin.delete("/api/v1/api-keys/" + key.getString("id")).expect(204);

            assertThat(socket.received().awaitClose(Duration.ofSeconds(5)).code())
                    .isEqualTo(4100);
        }
        carol.get(OWN).expect(401);
    }

    @Test
    void noTokenIsEverLogged() {
        String token = alice(Duration.ofMinutes(7));
        RestClient.withToken(server.base(), token).get(OWN).expect(200);
        RestClient.withToken(server.base(), token + "x").get(OWN).expect(401);

        assertThat(server.log()).doesNotContain(token.substring(token.length() - 40));
    }

    private static MarketbellClient socket(String token) {
        return MarketbellClient.connect(server.base(), Map.of("Authorization", "Bearer " + token));
    }

    private static String alice(Duration life) {
        return until(inSeconds(life.toSeconds()));
    }

    private static String until(Instant end) {
        return ISSUER.token(Instant.now(), end);
    }

    private static String bob() {
        return ISSUER.token(Instant.now(), inSeconds(60), claims -> claims.setStringClaim("upn", "bob"));
    }

    private static String token(String group) {
        return ISSUER.token(Instant.now(), inSeconds(300), claims -> {
            claims.setStringClaim("upn", "feed");
            claims.setStringListClaim("groups", group);
        });
    }

    private static Instant inSeconds(long seconds) {
        return Instant.ofEpochSecond(Instant.now().getEpochSecond() + seconds);
    }
}
