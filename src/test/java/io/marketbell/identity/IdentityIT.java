package io.marketbell.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.app.MarketbellApplication;
import io.marketbell.audit.AuditEvent;
import io.marketbell.database.ProductArchive;
import io.marketbell.identity.apikey.ApiKeyStore;
import io.marketbell.identity.apikey.ApiKeys;
import io.marketbell.identity.apikey.CallbackSecrets;
import io.marketbell.identity.apikey.RevocationRecorder;
import io.marketbell.identity.token.Issuer;
import io.marketbell.testkit.clock.TestClock;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.File;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Identity in the container: keys in the database, credential checks for requests and handshakes, roles on resources.
 */
@ExtendWith(ArquillianExtension.class)
class IdentityIT {
    private static final String ADMIN = "mb_dev_admin";
    private static final Issuer ISSUER = Issuer.rsa(null);
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @Deployment
    static WebArchive archive() throws Exception {
        WebArchive archive = ShrinkWrap.create(WebArchive.class, "identity.war")
                .addPackages(
                        false,
                        "io.marketbell.identity",
                        "io.marketbell.identity.apikey",
                        "io.marketbell.identity.token")
                .deleteClass(BelievingIdentification.class)
                .addPackages(
                        false,
                        path -> ProductArchive.isProduct(path.get()),
                        "io.marketbell.audit",
                        "io.marketbell.http.address",
                        "io.marketbell.http.route",
                        "io.marketbell.http.trace")
                .addPackages(false, "io.marketbell.json", "io.marketbell.notification")
                .addClasses(MarketbellApplication.class, TestClock.class)
                .addAsResource(
                        new StringAsset(
                                "marketbell.identity.development.keys=true\nmp.jwt.verify.publickey=" + ISSUER.jwk()
                                        + "\nmp.jwt.verify.issuer=" + Issuer.NAME + "\nmp.jwt.verify.audiences=a,"
                                        + Issuer.AUDIENCE + "\n"),
                        "META-INF/microprofile-config.properties")
                .addAsWebInfResource(new File("src/main/webapp/WEB-INF/beans.xml"))
                .addAsLibraries(jarOf(Assertions.class), jarOf(Awaitility.class), jarOf(org.hamcrest.Matcher.class));
        return ProductArchive.with(archive);
    }

    private static File jarOf(Class<?> type) throws Exception {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    @Inject
    ApiKeys keys;

    @Inject
    Authenticator authenticator;

    @Inject
    CallbackSecrets callbackSecrets;

    @Inject
    RevocationRecorder revocations;

    @Test
    void issuedKeyIsValidUntilItIsRevoked() {
        String user = unique();
        ApiKeys.Issued issued = keys.issue(newKey(user, Role.TRADER), "test", TRACE);

        assertThat(authenticator.byApiKey(issued.text()))
                .contains(new Caller(
                        user, Set.of(Role.TRADER), Tier.PREMIUM, issued.key().id()));
        assertThat(keys.revoke(issued.key().id(), "test", TRACE)).isEqualTo(ApiKeys.Revocation.REVOKED);
        assertThat(authenticator.byApiKey(issued.text())).isEmpty();
        assertThat(revocations.seen()).contains(issued.key().id());
        assertThat(keys.revoke(issued.key().id(), "test", TRACE)).isEqualTo(ApiKeys.Revocation.UNKNOWN);
    }

    @Inject
    ApiKeyStore store;

    @Test
    void revocationByAnotherNodeIsDetectedWithinSeconds() {
        ApiKeys.Issued issued = keys.issue(newKey(unique(), Role.TRADER), "test", TRACE);
        assertThat(authenticator.byApiKey(issued.text())).isPresent();

        store.revoke(
                issued.key().id(),
                issued.key().createdAt().plusMillis(1),
                new AuditEvent(
                        "another node",
                        "api_key.revoke",
                        "api_key:" + issued.key().id(),
                        null,
                        TRACE));

        await().atMost(Duration.ofSeconds(6))
                .until(() -> revocations.seen().contains(issued.key().id()));
        assertThat(authenticator.byApiKey(issued.text())).isEmpty();
    }

    @Test
    void newestPublisherKeyProvidesTheCallbackSecret() {
        String user = unique();
        ApiKeys.Issued older = keys.issue(newKey(user, Role.PUBLISHER), "test", TRACE);
        assertThat(secretOf(user)).contains(older.callbackSecret());
        assertThat(secretOf("publisher")).contains("mb_dev_callback_secret");
        assertThat(secretOf("nobody")).isEmpty();
        assertThat(store.find(older.key().id()).orElseThrow()).isEqualTo(older.key());
    }

    private Optional<String> secretOf(String user) {
        return callbackSecrets.ofPublisher(user).map(String::new);
    }

    private static ApiKeys.NewKey newKey(String user, Role role) {
        return new ApiKeys.NewKey(user, Set.of(role), Tier.PREMIUM, "made by a test");
    }

    // ---- over HTTP

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @ArquillianResource
    URI base;

    @Test
    @RunAsClient
    void missingCredentialsAreRejectedWithAChallenge() throws Exception {
        HttpResponse<String> answer = get("api/v1/who/trader", null);

        assertProblem(answer, 401);
        assertThat(answer.headers().allValues("WWW-Authenticate"))
                .containsExactly("ApiKey realm=\"marketbell\"", "Bearer realm=\"marketbell\"");
    }

    @Test
    @RunAsClient
    void invalidCredentialsAreRejectedEverywhere() throws Exception {
        String wrong = "mb_AAAAAAAAAAAA_" + "x".repeat(43);
        for (String path : new String[] {"api/v1/who/trader", "api/v1/who/open", "api/v1/nothing", "plain.txt"}) {
            for (String key : new String[] {wrong, "mb_dev_mallory", "", "nonsense"}) {
                HttpResponse<String> answer = get(path, key);
                assertProblem(answer, 401);
                assertThat(answer.headers().allValues("WWW-Authenticate")).hasSize(2);
            }
        }
        HttpResponse<String> bearer = HTTP.send(
                HttpRequest.newBuilder(base.resolve("api/v1/who/open"))
                        .header("Authorization", "Bearer nonsense")
                        .build(),
                BodyHandlers.ofString());
        assertProblem(bearer, 401);
    }

    @Test
    @RunAsClient
    void tokenGrantsTheRolesOfItsClaims() throws Exception {
        Instant now = Instant.now();
        String alice = ISSUER.token(now, now.plusSeconds(60));

        assertThat(bearing(alice, "api/v1/who/trader").body())
                .startsWith("alice [TRADER] PREMIUM jwt:")
                .endsWith(" true");
        assertProblem(bearing(alice, "api/v1/api-keys"), 403);
        HttpResponse<String> forged = bearing(Issuer.rsa(null).token(now, now.plusSeconds(60)), "api/v1/who/open");
        assertProblem(forged, 401);
        assertThat(forged.headers().firstValue("WWW-Authenticate"))
                .hasValue("Bearer error=\"invalid_token\", realm=\"marketbell\"");
    }

    @Test
    @RunAsClient
    void twoCredentialsAreRejected() throws Exception {
        Instant now = Instant.now();
        HttpRequest both = HttpRequest.newBuilder(base.resolve("api/v1/who/open"))
                .header("X-API-Key", ADMIN)
                .header("Authorization", "Bearer " + ISSUER.token(now, now.plusSeconds(60)))
                .build();
        assertProblem(HTTP.send(both, BodyHandlers.ofString()), 400);
        HttpRequest twice = HttpRequest.newBuilder(base.resolve("api/v1/who/open"))
                .header("X-API-Key", ADMIN)
                .header("X-API-Key", ADMIN)
                .build();
        assertProblem(HTTP.send(twice, BodyHandlers.ofString()), 400);
    }

    @Test
    @RunAsClient
    void basicCredentialsAreIgnored() throws Exception {
        HttpRequest basic = HttpRequest.newBuilder(base.resolve("api/v1/who/open"))
                .header("Authorization", "Basic YWRtaW46YWRtaW4=")
                .build();
        assertThat(HTTP.send(basic, BodyHandlers.ofString()).body()).isEqualTo("nobody");
    }

    private HttpResponse<String> bearing(String token, String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(base.resolve(path))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    @RunAsClient
    void rolesAreEnforced() throws Exception {
        assertThat(get("api/v1/who/trader", "mb_dev_alice").body()).isEqualTo("alice [TRADER] STANDARD dev_alice true");
        assertThat(get("api/v1/who/trader", "mb_dev_broker").body()).startsWith("desk [TRADER] BROKER");
        assertProblem(get("api/v1/who/trader", "mb_dev_publisher"), 403);
        assertThat(get("api/v1/who/trader", ADMIN).statusCode()).isEqualTo(200);
        assertThat(get("api/v1/who/open", null).body()).isEqualTo("nobody");
        assertThat(get("api/v1/who/open", "mb_dev_bob").body()).startsWith("bob");
        assertProblem(get("api/v1/who/forgotten", ADMIN), 403);
        assertProblem(get("api/v1/who/closed", ADMIN), 403);
    }

    @Test
    @RunAsClient
    void noCookieIsEverSet() throws Exception {
        for (String key : new String[] {null, ADMIN, "mb_dev_mallory"}) {
            assertThat(get("api/v1/who/trader", key).headers().map()).doesNotContainKey("set-cookie");
        }
    }

    @Test
    @RunAsClient
    void keysAreCreatedListedRevokedAndAuditedOverRest() throws Exception {
        String user = unique();
        HttpResponse<String> created = send(
                "POST",
                "api/v1/api-keys",
                ADMIN,
                "{\"user\":\"" + user
                        + "\",\"roles\":[\"publisher\",\"trader\"],\"tier\":\"premium\",\"label\":\"l\"}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        JsonObject key = json(created.body());
        String id = key.getString("id");
        assertThat(created.headers().firstValue("Location").orElseThrow()).endsWith("/api/v1/api-keys/" + id);
        assertThat(key.keySet())
                .containsExactlyInAnyOrder(
                        "id", "api_key", "callback_secret", "user", "roles", "tier", "label", "created_at");
        String apiKey = key.getString("api_key");
        assertThat(apiKey).startsWith("mb_" + id + "_");
        assertThat(get("api/v1/who/trader", apiKey).body()).startsWith(user + " ");

        HttpResponse<String> list = get("api/v1/api-keys", ADMIN);
        assertThat(list.body())
                .contains(id, "dev_alice")
                .doesNotContain(apiKey, key.getString("callback_secret"), "sha256", "gcm1");

        assertThat(send("DELETE", "api/v1/api-keys/" + id, ADMIN, null).statusCode())
                .isEqualTo(204);
        assertProblem(get("api/v1/who/trader", apiKey), 401);
        assertProblem(send("DELETE", "api/v1/api-keys/" + id, ADMIN, null), 404);
        assertProblem(send("DELETE", "api/v1/api-keys/dev_alice", ADMIN, null), 409);
        assertProblem(get("api/v1/api-keys", "mb_dev_operator"), 403);

        JsonArray entries = json(get("api/v1/audit?limit=1000", ADMIN).body()).getJsonArray("entries");
        assertThat(entries.getValuesAs(JsonObject.class))
                .filteredOn(entry -> entry.getString("target").equals("api_key:" + id))
                .extracting(entry -> entry.getString("who") + " " + entry.getString("action") + " "
                        + entry.getString("trace_id").equals(TRACE))
                .containsExactly("admin api_key.create true", "admin api_key.revoke true");
        assertThat(entries.toString()).doesNotContain(apiKey);
        assertProblem(get("api/v1/audit", "mb_dev_operator"), 403);
    }

    @Test
    @RunAsClient
    void keyIsAcceptedInItsNetworksOnly() throws Exception {
        String elsewhere = created("\"networks\":[\"192.0.2.0/24\"]").getString("api_key");
        HttpResponse<String> refused = get("api/v1/who/trader", elsewhere);
        assertProblem(refused, 403);
        assertThat(refused.body()).contains("the API key may not be used from this address");
        Assertions.assertThatThrownBy(() -> firstMessage(elsewhere))
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        handshake ->
                                assertThat(handshake.getResponse().statusCode()).isEqualTo(403));

        String here = created("\"networks\":[\"127.0.0.0/8\",\"::1\"]").getString("api_key");
        assertThat(get("api/v1/who/trader", here).statusCode()).isEqualTo(200);
    }

    @Test
    @RunAsClient
    void rotatedKeyIsValidUntilTheOverlapEnds() throws Exception {
        JsonObject old = created("\"label\":\"l\"");
        String rotation = "api/v1/api-keys/" + old.getString("id") + "/rotation";

        HttpResponse<String> answer = send("POST", rotation, ADMIN, "{\"overlap\":\"PT2S\"}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        JsonObject successor = json(answer.body());
        assertThat(answer.headers().firstValue("Location").orElseThrow())
                .endsWith("/api/v1/api-keys/" + successor.getString("id"));
        assertThat(successor.getString("replaces")).isEqualTo(old.getString("id"));
        assertThat(successor.getString("user")).isEqualTo(old.getString("user"));
        assertProblem(send("POST", rotation, ADMIN, ""), 409);
        assertThat(get("api/v1/who/trader", successor.getString("api_key")).statusCode())
                .isEqualTo(200);
        await().atMost(Duration.ofSeconds(6))
                .until(() -> get("api/v1/who/trader", old.getString("api_key")).statusCode() == 401);
        assertThat(get("api/v1/who/trader", successor.getString("api_key")).statusCode())
                .isEqualTo(200);
        assertProblem(send("POST", rotation, ADMIN, "{}"), 404);
    }

    @Test
    @RunAsClient
    void useOfAKeyIsListedWithinSeconds() throws Exception {
        JsonObject key = created("\"label\":\"l\"");
        get("api/v1/who/trader", key.getString("api_key"));

        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        json(get("api/v1/api-keys", ADMIN).body())
                                .getJsonArray("api_keys")
                                .getValuesAs(JsonObject.class)
                                .stream()
                                .anyMatch(each -> each.getString("id").equals(key.getString("id"))
                                        && each.containsKey("last_used_at")));
    }

    /** @param member a further member of the request */
    private JsonObject created(String member) throws Exception {
        HttpResponse<String> answer = send(
                "POST",
                "api/v1/api-keys",
                ADMIN,
                "{\"user\":\"" + unique() + "\",\"roles\":[\"trader\"],\"tier\":\"premium\"," + member + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return json(answer.body());
    }

    @Test
    @RunAsClient
    void everyErrorOfAKeyRequestIsReported() throws Exception {
        HttpResponse<String> answer = send(
                "POST", "api/v1/api-keys", ADMIN, "{\"user\":\" x\",\"roles\":[\"trader\",\"boss\",7],\"label\":7}");

        assertProblem(answer, 400);
        assertThat(json(answer.body()).getJsonArray("errors").getValuesAs(JsonObject.class))
                .extracting(error -> error.getString("pointer"))
                .containsExactlyInAnyOrder("/user", "/roles/1", "/roles/2", "/tier", "/label");
        assertProblem(send("POST", "api/v1/api-keys", ADMIN, "{\"user\":"), 400);
        assertProblem(send("POST", "api/v1/api-keys", ADMIN, ""), 400);
        assertProblem(send("POST", "api/v1/api-keys", ADMIN, "[]"), 400);
    }

    @Test
    @RunAsClient
    void handshakeHasThePrincipalOrIsRejected() throws Exception {
        assertThat(firstMessage("mb_dev_alice")).isEqualTo("MarketbellPrincipal alice [TRADER] true");
        assertThat(firstMessage(null)).isEqualTo("nobody");
        Assertions.assertThatThrownBy(() -> firstMessage("mb_dev_mallory"))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(401));
    }

    private String firstMessage(String apiKey) throws Exception {
        CompletableFuture<String> message = new CompletableFuture<>();
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        if (apiKey != null) {
            builder.header("X-API-Key", apiKey);
        }
        URI uri = URI.create(base.resolve("ws/v1/who").toString().replaceFirst("http", "ws"));
        WebSocket socket = builder.buildAsync(uri, new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
                        message.complete(data.toString());
                        return null;
                    }
                })
                .join();
        try {
            return message.get(10, TimeUnit.SECONDS);
        } finally {
            socket.abort();
        }
    }

    private HttpResponse<String> get(String path, String apiKey) throws Exception {
        return send("GET", path, apiKey, null);
    }

    private HttpResponse<String> send(String method, String path, String apiKey, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (apiKey != null) {
            request.header("X-API-Key", apiKey);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static void assertProblem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer + " " + answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(json(answer.body()).getInt("status")).isEqualTo(status);
    }

    private static JsonObject json(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    private static String unique() {
        return "user-" + UUID.randomUUID();
    }
}
