package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.marketbell.apidocs.Described;
import io.marketbell.apidocs.DescribedOperation;
import io.marketbell.apidocs.DescribedOperation.Example;
import io.marketbell.apidocs.Likeness;
import io.marketbell.apidocs.Partner;
import io.marketbell.apidocs.Partner.Answer;
import io.marketbell.apidocs.Partner.Ask;
import io.marketbell.apidocs.SchemaSamples;
import io.marketbell.client.MarketbellClient;
import io.marketbell.client.RawHttp;
import io.marketbell.client.RawSocket;
import io.marketbell.server.MarketbellServer;
import io.marketbell.server.ProductServer;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import tools.jackson.databind.JsonNode;

/** The served OpenAPI document tells the truth: its examples, its statuses, its roles, its schemas. And its pages. */
@ProductServer
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ApiDocumentIT {
    private static final long SEED = 20261122;
    private static final int REQUESTS = 600;
    private static final String NOWHERE = "01JD0000000000000000000000";
    private static final String HANDSHAKE = "handshake";
    private static final String STREAM = "streamNotifications";
    private static final String SNAPSHOTS = "streamSnapshots";
    private static final String HEALTH = "monitoringHealth";

    private static final Map<String, String> KEYS = Map.of(
            "trader", MarketbellServer.ALICE,
            "publisher", MarketbellServer.PUBLISHER,
            "operator", MarketbellServer.OPERATOR,
            "admin", MarketbellServer.ADMIN);

    /** Operations whose examples need others to have gone before, in that order; the rest comes after them. */
    private static final List<String> ORDER = List.of(
            "publishNotifications",
            "listNotifications",
            "getNotificationStatus",
            "acknowledgeNotifications",
            STREAM,
            "listDeadLetters",
            "getDeadLetter",
            "replayDeadLetter",
            "replayDeadLetters",
            "deleteDeadLetter",
            "createApiKey",
            "listApiKeys",
            "listAudit",
            "revokeApiKey",
            "setRateLimit",
            "getRateLimit",
            "listRateLimits",
            "resetRateLimit");

    /** Statuses that this class cannot bring about, or not alone, with the tests that do. */
    private static final Map<String, String> SHOWN_ELSEWHERE = Map.of(
            "500",
            "io.marketbell.ingest.NotificationsResourceIT#aFaultOfOursIsLoggedOnceAndToldByItsIdOnly",
            "503",
            "io.marketbell.blackbox.DatabaseLossIT#whatNeedsNoDatabaseWorksWithoutItAndTheRestAsSoonAsItIsThere",
            HANDSHAKE + " 503",
            "io.marketbell.channel.ChannelIT#aFullNodeRefusesReadersBeforeTheyAreConnected",
            "getMe 403",
            "io.marketbell.blackbox.ProductionIT#programsAreRefusedAndTheirCredentialsNotLookedAt",
            HEALTH + " 503",
            "io.marketbell.monitoring.MonitoringIT#aReportOfIllHealthIsAnErrorByItsStatusAndNoneInTheFigures",
            "replayDeadLetter 409",
            "io.marketbell.deadletter.ReplaysTest#aCallbackWithNothingLeftToTellIsGone");

    private static final Map<String, String> made = new HashMap<>();

    private static MarketbellServer server;
    private static Partner partner;
    private static Described document;

    @BeforeAll
    static void aServerWithLimitsRaisedAndWhatTheExamplesTellOf() throws Exception {
        server = MarketbellServer.with(
                "apidocument",
                Map.of(
                        "MARKETBELL_RATELIMIT_MODE", "block",
                        "MARKETBELL_RATELIMIT_USER_STANDARD_RATE", "2000",
                        "MARKETBELL_RATELIMIT_USER_PREMIUM_RATE", "2000",
                        "MARKETBELL_RATELIMIT_USER_BROKER_RATE", "2000",
                        "MARKETBELL_RATELIMIT_ADDRESS_RATE", "2000",
                        "MARKETBELL_RATELIMIT_HANDSHAKE_RATE", "2000",
                        "MARKETBELL_CHANNEL_CONNECTIONS_PER_USER", "200",
                        "MARKETBELL_METRICS_INSTRUMENTS", "AAPL,MSFT"));
        partner = new Partner(server.base());
        String served = partner.ask(Ask.of("GET", "/openapi?format=JSON")).body();
        document = Described.of(served);
        keep(served);
        expire("bob");
        expire("carol");
        expire("carol");
        List<String> letters = new ArrayList<>();
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    letters.clear();
                    Described.value(partner.ask(Ask.of("GET", "/api/v1/dead-letters")
                                            .as(MarketbellServer.OPERATOR))
                                    .body())
                            .get("dead_letters")
                            .forEach(letter ->
                                    letters.add(letter.get("recipient").asString()
                                            + ' '
                                            + letter.get("id").asString()));
                    return letters.size() == 3;
                });
        List<String> carols = letters.stream()
                .filter(letter -> letter.startsWith("carol "))
                .map(letter -> letter.substring(6))
                .toList();
        made.put("replayDeadLetter id", carols.get(0));
        made.put("deleteDeadLetter id", carols.get(1));
        made.put(
                "getDeadLetter id",
                letters.stream()
                        .filter(letter -> letter.startsWith("bob "))
                        .findAny()
                        .orElseThrow()
                        .substring(4));
    }

    private static void expire(String recipient) {
        String fill = "{\"type\":\"ORDER_FILLED\",\"recipients\":[\"" + recipient + "\"],\"instrument\":\"AAPL\","
                + "\"broker\":\"alpaca\",\"time_to_live\":\"PT0.05S\",\"body\":{\"order_id\":\"ord-7790\","
                + "\"price\":\"585.33\",\"quantity\":\"18\",\"leaves_quantity\":\"0\"}}";
        Answer answer = partner.ask(Ask.of("POST", "/api/v1/notifications")
                .as(MarketbellServer.PUBLISHER)
                .sending(Partner.JSON, fill));
        assertThat(answer.status()).isEqualTo(202);
    }

    /** For the linters, which .ci/run starts when the tests are over. */
    private static void keep(String served) throws IOException {
        Path file = Path.of("target/apidocs/openapi.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, served);
    }

    @AfterAll
    static void nothingOfItIsAStackTrace() {
        assertThat(server.stackTraces()).isEmpty();
        server.close();
    }

    @TestFactory
    @Order(1)
    Stream<DynamicTest> everyOperationIsWhollyDescribed() {
        return document.operations().stream()
                .map(operation -> dynamicTest(operation.toString(), () -> {
                    JsonNode node = operation.node();
                    assertThat(operation.id()).matches("[a-z]+[A-Za-z]+");
                    assertThat(node.get("summary").asString()).isNotBlank();
                    assertThat(Described.texts(node.get("tags"))).hasSize(1).isSubsetOf(tags());
                    assertThat(node.get("security").toString()).contains("apiKey", "bearer");
                    assertThat(operation.roles()).contains("admin").isSubsetOf(KEYS.keySet());
                    // one success each, which everyExampleIsAnsweredAsItSays brings about
                    assertThat(operation.statuses().stream().filter(status -> status.compareTo("300") < 0))
                            .singleElement()
                            .matches(status -> status.startsWith("2"));
                    assertThat(operation.statuses()).contains("400", "401", "403", "429", "500", "503");
                    for (JsonNode parameter : operation.parameters()) {
                        assertThat(parameter.path("description").asString(""))
                                .as("%s", parameter)
                                .isNotBlank();
                        assertThat(parameter.has("schema")).as("%s", parameter).isTrue();
                    }
                    operation.statuses().forEach(status -> assertIsDescribed(operation, status));
                }));
    }

    private static List<String> tags() {
        return document.at("/tags")
                .valueStream()
                .map(tag -> tag.get("name").asString())
                .toList();
    }

    private static void assertIsDescribed(DescribedOperation operation, String status) {
        JsonNode response = operation.response(status);
        assertThat(response.get("description").asString()).isNotBlank();
        assertThat(response.get("headers").propertyNames())
                .contains(
                        "RateLimit",
                        "RateLimit-Policy",
                        "X-RateLimit-Limit",
                        "X-RateLimit-Remaining",
                        "X-RateLimit-Reset");
        if (status.equals("429") || status.equals("503")) {
            assertThat(response.get("headers").has("Retry-After")).isTrue();
        }
        if (status.compareTo("400") >= 0) {
            // ill health is told as health is
            Set<String> others = operation.id().equals(HEALTH) && status.equals("503")
                    ? Set.of("application/health+json")
                    : Set.of();
            assertThat(response.get("content").propertyNames())
                    .contains("application/problem+json")
                    .hasSize(1 + others.size())
                    .containsAll(others);
        }
        response.path("content").forEachEntry((type, content) -> {
            assertThat(content.has("example") || content.has("examples"))
                    .as("an example of %s, %s", status, type)
                    .isTrue();
            content.path("examples")
                    .forEach(example -> assertThat(
                                    type.contains("json")
                                            ? document.faults(content.get("schema"), example.get("value"))
                                            : List.of())
                            .as("%s, %s", status, example)
                            .isEmpty());
        });
    }

    /** The lists of words of the document's own part are held against the code by unit tests beside that code. */
    @Test
    @Order(2)
    void everySchemaThatIsReferredToIsThere() {
        Set<String> missing = new HashSet<>();
        document.at("").findValuesAsString("$ref").forEach(reference -> {
            if (document.at("").at(reference.substring(1)).isMissingNode()) {
                missing.add(reference);
            }
        });

        assertThat(missing).isEmpty();
    }

    @TestFactory
    @Order(3)
    Stream<DynamicTest> everyExampleIsAnsweredAsItSays() {
        List<DescribedOperation> operations = new ArrayList<>();
        ORDER.forEach(id -> operations.add(document.operation(id)));
        document.operations().stream()
                .filter(operation -> !ORDER.contains(operation.id()))
                .forEach(operations::add);
        return operations.stream().flatMap(operation -> {
            List<Example> examples = operation.requestExamples();
            assertThat(operation.hasBody()).isEqualTo(!examples.isEmpty());
            return examples.isEmpty()
                    ? Stream.of(dynamicTest(operation.toString(), () -> assertAnswered(operation, null)))
                    : examples.stream()
                            .map(example -> dynamicTest(
                                    operation + " " + example.name(), () -> assertAnswered(operation, example)));
        });
    }

    private static void assertAnswered(DescribedOperation operation, Example example) {
        Ask ask = Ask.of(
                        operation.method(),
                        operation.target(name -> made.get(operation.id() + ' ' + name), name -> false))
                .as(keyOf(operation));
        ask = example == null ? ask : ask.sending(example.type(), example.text());
        String success = operation.statuses().stream()
                .filter(status -> status.startsWith("2"))
                .findFirst()
                .orElseThrow();
        String last = operation.id().equals(SNAPSHOTS) ? "data: " : "ord-7781";
        Answer answer = partner.ask(ask, line -> line.contains(last));

        assertThat(answer.status()).as("%s: %s", ask, answer.body()).isEqualTo(Integer.parseInt(success));
        assertThat(answer.headers().map().keySet()).anyMatch("ratelimit"::equalsIgnoreCase);
        assertKeepsItsSchema(operation, answer);
        examplesOf(operation, success, example)
                .forEach((name, shown) -> assertThat(
                                answer.type().startsWith("text/event-stream")
                                        ? Likeness.likeEvents(shown.asString(), answer.body())
                                        : Likeness.like(shown, Described.value(answer.body())))
                        .as("example %s: %s%nanswer: %s", name, shown, answer.body())
                        .isTrue());
        remember(operation, example, answer);
    }

    /** A request's example is answered by the example of the same name, what needs no body by all there are. */
    private static Map<String, JsonNode> examplesOf(DescribedOperation operation, String status, Example example) {
        Map<String, JsonNode> shown = new TreeMap<>();
        operation
                .response(status)
                .path("content")
                .forEach(content -> content.path("examples").forEachEntry((name, value) -> {
                    if (example == null || example.name().equals(name)) {
                        shown.put(name, value.get("value"));
                    }
                }));
        assertThat(operation.response(status).has("content") && example != null && shown.isEmpty())
                .as("%s has an example named %s of its answer", operation, example)
                .isFalse();
        return ORDER.contains(operation.id()) ? shown : Map.of();
    }

    private static void remember(DescribedOperation operation, Example example, Answer answer) {
        if (operation.id().equals("publishNotifications") && example.name().equals("fill")) {
            made.put("getNotificationStatus id", idIn(answer));
        } else if (operation.id().equals("createApiKey")) {
            made.put("revokeApiKey id", idIn(answer));
        }
    }

    private static String idIn(Answer answer) {
        return Described.value(answer.body()).get("id").asString();
    }

    private static void assertKeepsItsSchema(DescribedOperation operation, Answer answer) {
        JsonNode content = operation.response(Integer.toString(answer.status())).path("content");
        if (answer.isJson() && !content.isMissingNode()) {
            JsonNode schema = content.get(answer.type().replaceFirst(";.*", "")).get("schema");
            JsonNode body = Described.value(answer.body());
            assertThat(document.faults(schema, body)).as(answer.body()).isEmpty();
            assertThat(document.undocumented(schema, body).stream()
                            .filter(place -> !place.contains("/body/"))
                            .toList())
                    .as(answer.body())
                    .isEmpty();
        }
    }

    private static String keyOf(DescribedOperation operation) {
        return operation.roles().stream()
                .filter(role -> !role.equals("admin"))
                .sorted((a, b) -> b.compareTo(a)) // publisher before operator: its own notification
                .map(KEYS::get)
                .findFirst()
                .orElse(MarketbellServer.ADMIN);
    }

    @TestFactory
    @Order(4)
    Stream<DynamicTest> theRolesThatAreSaidAreThoseThatMay() {
        return document.operations().stream()
                .map(operation -> dynamicTest(
                        operation.toString(),
                        () -> KEYS.forEach((role, key) -> assertThat(
                                        partner.ask(probe(operation).as(key)).status() != 403)
                                .as("%s may", role)
                                .isEqualTo(operation.roles().contains(role)))));
    }

    /** Asks for what is not there, or sends what is no JSON: changes nothing, whoever asks. */
    private static Ask probe(DescribedOperation operation) {
        Ask ask = Ask.of(
                operation.method(),
                operation.target(
                        name -> switch (name) {
                            case "id", "instrument", "metric", "name" -> NOWHERE;
                            case "subject" -> "user:nobody";
                            case "resume_after" -> "x";
                            default -> null;
                        },
                        name -> false));
        return operation.hasBody() ? ask.sending(Partner.JSON, "{") : ask;
    }

    @TestFactory
    @Order(5)
    Stream<DynamicTest> everyRefusalThatIsSaidCanBeHad() {
        String everything = createKey("dave", "\"trader\",\"publisher\",\"operator\",\"admin\"");
        Answer narrowed = partner.ask(Ask.of("PUT", "/api/v1/rate-limits/user%3Adave")
                .as(MarketbellServer.ADMIN)
                .sending(Partner.JSON, "{\"rate_per_second\":1,\"burst\":1}"));
        assertThat(narrowed.status()).isEqualTo(200);
        return document.operations().stream()
                .flatMap(operation -> operation.statuses().stream()
                        .filter(status -> status.compareTo("300") >= 0)
                        .map(status -> dynamicTest(operation + " " + status, () -> {
                            String elsewhere = elsewhere(operation.id(), status);
                            if (status.equals("304")) {
                                assertUnchanged(operation);
                            } else if (elsewhere == null) {
                                assertRefused(operation, status, everything);
                            } else {
                                assertIsATest(elsewhere);
                            }
                        })));
    }

    /** The test of another class that shows it; null where there is none: then it has to be brought about here. */
    private static String elsewhere(String operation, String status) {
        return SHOWN_ELSEWHERE.getOrDefault(operation + ' ' + status, SHOWN_ELSEWHERE.get(status));
    }

    @Test
    @Order(5)
    void nothingIsShownElsewhereThatIsNotSaid() {
        Set<String> said = new HashSet<>();
        document.operations()
                .forEach(operation -> operation.statuses().forEach(status -> {
                    said.add(status);
                    said.add(operation.id() + ' ' + status);
                }));
        handshakeAnswers().forEach(status -> said.add(HANDSHAKE + ' ' + status));

        assertThat(said).containsAll(SHOWN_ELSEWHERE.keySet());
    }

    /** As AsyncAPI says; OpenAPI has no such operation. */
    private static List<String> handshakeAnswers() {
        return Described.asyncApi()
                .at("/channels/notifications/x-handshake/answers")
                .valueStream()
                .map(answer -> answer.get("status").asString())
                .toList();
    }

    @TestFactory
    @Order(5)
    Stream<DynamicTest> everyAnswerOfTheHandshakeThatIsSaidCanBeHad() {
        String erin = createKey("erin", "\"trader\"");
        Answer narrowed = partner.ask(Ask.of("PUT", "/api/v1/rate-limits/user%3Aerin")
                .as(MarketbellServer.ADMIN)
                .sending(Partner.JSON, "{\"rate_per_second\":1,\"burst\":1}"));
        assertThat(narrowed.status()).isEqualTo(200);
        return handshakeAnswers().stream()
                .map(status -> dynamicTest(status, () -> {
                    String elsewhere = elsewhere(HANDSHAKE, status);
                    if (elsewhere != null) {
                        assertIsATest(elsewhere);
                    } else if (status.equals("101")) {
                        RawSocket.connect(server.base(), MarketbellServer.ALICE).close();
                    } else {
                        assertHandshakeRefused(status, erin);
                    }
                }));
    }

    private static void assertHandshakeRefused(String status, String narrow) {
        RawHttp.Answer answer = shakeHands(status, narrow);
        assertThat(answer.status()).as(answer.body()).isEqualTo(Integer.parseInt(status));
        assertThat(answer.one("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.one("RateLimit")).isNotBlank();
        if (status.equals("429")) {
            assertThat(answer.one("Retry-After")).isNotBlank();
        }
    }

    private static RawHttp.Answer shakeHands(String status, String narrow) {
        String alice = "X-API-Key: " + MarketbellServer.ALICE;
        return switch (status) {
            case "400" -> upgrade("?q=1%27%20OR%20%271%27=%271", alice);
            case "401" -> upgrade("", "X-API-Key: mb_wrong");
            case "403" -> upgrade("", alice, "Origin: https://elsewhere.example");
            case "426" -> RawHttp.plain(server.httpPort()).send("GET", MarketbellClient.PATH, alice);
            case "429" -> {
                RawSocket.open(server.base()).handshake("localhost", Map.of("X-API-Key", narrow));
                yield upgrade("", "X-API-Key: " + narrow);
            }
            default -> throw new AssertionError("nobody knows how to bring about a " + status + " of the handshake");
        };
    }

    private static RawHttp.Answer upgrade(String query, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of(
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
        return RawHttp.plain(server.httpPort()).send("GET", MarketbellClient.PATH + query, all.toArray(String[]::new));
    }

    private static String createKey(String user, String roles) {
        Answer created = partner.ask(Ask.of("POST", "/api/v1/api-keys")
                .as(MarketbellServer.ADMIN)
                .sending(Partner.JSON, "{\"user\":\"" + user + "\",\"roles\":[" + roles + "],\"tier\":\"standard\"}"));
        return Described.value(created.body()).get("api_key").asString();
    }

    private static void assertIsATest(String reference) throws ClassNotFoundException {
        String[] steps = reference.split("#");
        assertThat(steps[0]).as("the build runs it").matches(".*(Test|IT)");
        assertThat(Arrays.stream(Class.forName(steps[0]).getDeclaredMethods())
                        .filter(method -> AnnotationSupport.isAnnotated(method, Testable.class))
                        .map(Method::getName))
                .contains(steps[1]);
    }

    /** Several attempts: the body may become another one in between. */
    private static void assertUnchanged(DescribedOperation operation) {
        Ask ask = Ask.of(operation.method(), operation.target(name -> null, name -> false))
                .as(keyOf(operation));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            String tag = partner.ask(ask).headers().firstValue("ETag").orElseThrow();
            Answer again = partner.ask(ask.with("If-None-Match", tag));
            assertThat(again.status()).as("%s", ask).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(again.headers().map().keySet())
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .contains("etag", "age", "ratelimit");
        });
    }

    private static void assertRefused(DescribedOperation operation, String status, String everything) {
        Answer answer = refused(operation, status, everything);

        assertThat(answer.status()).as(answer.body()).isEqualTo(Integer.parseInt(status));
        assertThat(answer.isProblem()).as(answer.type()).isTrue();
        assertKeepsItsSchema(operation, answer);
        Set<String> told = answer.headers().map().keySet();
        if (status.equals("401")) {
            assertThat(told).anyMatch("www-authenticate"::equalsIgnoreCase);
        }
        if (status.equals("429")) {
            assertThat(told).anyMatch("retry-after"::equalsIgnoreCase).anyMatch("ratelimit"::equalsIgnoreCase);
        }
    }

    private static Answer refused(DescribedOperation operation, String status, String everything) {
        Ask probe = probe(operation);
        Ask allowed = probe.as(keyOf(operation));
        return switch (status) {
            case "400" ->
                partner.ask(Ask.of(
                                probe.method(),
                                probe.target() + (probe.target().contains("?") ? "&" : "?")
                                        + "q=1%27%20OR%20%271%27=%271")
                        .as(keyOf(operation)));
            case "401" -> partner.ask(probe.as("mb_wrong"));
            case "403" ->
                partner.ask(probe.as(KEYS.entrySet().stream()
                        .filter(role -> !operation.roles().contains(role.getKey()))
                        .findAny()
                        .orElseThrow()
                        .getValue()));
            case "404" -> partner.ask(allowed);
            case "406" -> partner.ask(allowed.with("Accept", "application/xml"));
            case "409" -> conflict(operation);
            case "413" -> partner.ask(allowed.sending(Partner.JSON, tooMuch(operation)));
            case "415" -> partner.ask(allowed.sending("application/xml", "<fill/>"));
            case "429" -> {
                Answer answer = partner.ask(probe.as(everything));
                for (int i = 0; i < 5 && answer.status() != 429; i++) {
                    answer = partner.ask(probe.as(everything));
                }
                yield answer;
            }
            default -> throw new AssertionError("nobody knows how to bring about a " + status + " of " + operation);
        };
    }

    private static String tooMuch(DescribedOperation operation) {
        return operation.id().equals("publishNotifications")
                ? "[" + "{\"type\":\"SYSTEM_NOTICE\"},".repeat(1_000) + "{\"type\":\"SYSTEM_NOTICE\"}]"
                : "{\"x\":\"" + "x".repeat(1_100_000) + "\"}";
    }

    private static Answer conflict(DescribedOperation operation) {
        if (operation.id().equals("revokeApiKey")) {
            return partner.ask(Ask.of("DELETE", "/api/v1/api-keys/dev_alice").as(MarketbellServer.ADMIN));
        }
        Ask publish = Ask.of("POST", operation.path()).as(MarketbellServer.PUBLISHER);
        String fill = "{\"type\":\"ORDER_FILLED\",\"recipients\":[\"alice\"],\"key\":\"twice\",\"body\":{\"n\":\"";
        partner.ask(publish.sending(Partner.JSON, fill + "1\"}}"));
        return partner.ask(publish.sending(Partner.JSON, fill + "2\"}}"));
    }

    /** Every problem in the document, as it is said. */
    @ParameterizedTest(name = "{0}")
    @Order(6)
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "misspelt|POST|/api/v1/notifications|mb_dev_publisher|{\"type\":\"ORDER_FILED\",\"recipient\":[\"alice\"]}",
                "suspicious|GET|/api/v1/audit?q=1%27%20OR%20%271%27=%271|mb_dev_admin|",
                "parameter|GET|/api/v1/audit?limit=many|mb_dev_admin|",
                "unauthenticated|GET|/api/v1/notifications|mb_wrong|",
                "forbidden|GET|/api/v1/notifications|mb_dev_publisher|",
                "notFound|GET|/api/v1/dead-letters/01JD0000000000000000000000|mb_dev_operator|",
                "notAcceptable|GET|/api/v1/notifications|mb_dev_alice|",
                "configured|DELETE|/api/v1/api-keys/dev_alice|mb_dev_admin|",
                "reused|POST|/api/v1/notifications|mb_dev_publisher|{\"type\":\"SYSTEM_NOTICE\",\"key\":\"twice\"}",
                "tooLarge|POST|/api/v1/notifications|mb_dev_publisher|1001",
                "unsupported|POST|/api/v1/notifications|mb_dev_publisher|<fill/>"
            })
    void aProblemIsToldAsItsExampleSays(String name, String method, String target, String key, String body) {
        Ask ask = Ask.of(method, target).as(key);
        if (name.equals("notAcceptable")) {
            ask = ask.with("Accept", "application/xml");
        } else if (body != null) {
            String type = body.startsWith("<") ? "application/xml" : Partner.JSON;
            ask = ask.sending(type, body.equals("1001") ? tooMuch(document.operation("publishNotifications")) : body);
        }
        JsonNode answer = Described.value(partner.ask(ask).body());

        assertThat(Likeness.like(problems().get(name), answer))
                .as("%s%n%s", problems().get(name), answer)
                .isTrue();
    }

    @Test
    @Order(6)
    void noProblemIsLeftOut() {
        assertThat(problems().keySet())
                .containsExactlyInAnyOrder(
                        "misspelt",
                        "suspicious",
                        "parameter",
                        "unauthenticated",
                        "forbidden",
                        "notFound",
                        "notAcceptable",
                        "configured",
                        "reused",
                        "tooLarge",
                        "unsupported",
                        // by everyRefusalThatIsSaidCanBeHad, and by the tests that it names
                        "exceeded",
                        "internal",
                        "unavailable");
    }

    private static Map<String, JsonNode> problems() {
        Map<String, JsonNode> problems = new TreeMap<>();
        document.at("/components/responses")
                .forEach(response -> response.at("/content/application~1problem+json/examples")
                        .forEachEntry((name, example) -> problems.put(name, example.get("value"))));
        return problems;
    }

    @Test
    @Order(7)
    void whateverIsSentIsAnsweredAsDocumented() {
        Random random = new Random(SEED);
        SchemaSamples samples = new SchemaSamples(document, random);
        List<DescribedOperation> operations = document.operations();
        Map<Integer, Integer> seen = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            DescribedOperation operation = operations.get(i % operations.size());
            Ask ask = invented(operation, samples, random);
            Answer answer = partner.ask(ask);
            seen.merge(answer.status(), 1, Integer::sum);
            if (isDocumented(operation, answer)) {
                assertKeepsItsSchema(operation, answer);
            } else {
                wrong.add(ask + " → " + answer.status() + ' ' + answer.type() + ' ' + answer.body());
            }
        }

        assertThat(wrong).as("seed %s, statuses %s", SEED, seen).isEmpty();
        assertThat(seen.entrySet().stream()
                        .collect(Collectors.groupingBy(
                                status -> status.getKey() / 100, Collectors.summingInt(Map.Entry::getValue))))
                .as("some were sound, some not: %s", seen)
                .allSatisfy((hundred, count) -> assertThat(count).isGreaterThan(REQUESTS / 10))
                .containsOnlyKeys(2, 4);
    }

    private static boolean isDocumented(DescribedOperation operation, Answer answer) {
        String status = Integer.toString(answer.status());
        if (answer.status() >= 500 || !operation.statuses().contains(status)) {
            return false;
        }
        String type = answer.type().replaceFirst(";.*", "");
        JsonNode content = operation.response(status).path("content");
        return content.isMissingNode() ? answer.body().isEmpty() : content.has(type) || !answer.isJson();
    }

    private static Ask invented(DescribedOperation operation, SchemaSamples samples, Random random) {
        Map<String, String> values = new HashMap<>();
        Ask headers = Ask.of("", "");
        for (JsonNode parameter : operation.parameters()) {
            String name = parameter.get("name").asString();
            String value = samples.parameter(parameter);
            boolean path = parameter.get("in").asString().equals("path");
            if (path && (value == null || value.isBlank() || value.equals("..") || !value.matches("\\P{Cntrl}*"))) {
                // else it would be another path, or none: the server itself refuses controls (docs/security.md)
                value = NOWHERE;
            }
            values.put(name, value);
            if (parameter.get("in").asString().equals("header") && value != null && value.matches("[!-~]{1,500}")) {
                headers = headers.with(name, value);
            }
        }
        Ask ask = new Ask(
                        operation.method(),
                        operation.target(values::get, name -> values.get(name) == null),
                        headers.headers(),
                        null)
                .as(random.nextInt(20) == 0 ? MarketbellServer.BOB : keyOf(operation));
        return operation.hasBody() ? ask.sending(Partner.JSON, samples.body(operation.bodySchema())) : ask;
    }

    @ParameterizedTest
    @Order(8)
    @CsvSource({
        "/docs/, text/html",
        "/docs/asyncapi.html, text/html",
        "/docs/start.js, text/javascript",
        "/docs/asyncapi.js, text/javascript",
        "/docs/docs.css, text/css",
        "/docs/lib/swagger-ui-bundle.js, text/javascript",
        "/docs/lib/swagger-ui.css, text/css",
        "/docs/lib/js-yaml.mjs, text/javascript",
        "/asyncapi.yaml, application/yaml"
    })
    void pagesComeFromHereUnderAStrictPolicy(String path, String type) {
        Answer page = partner.ask(Ask.of("GET", path));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.type()).startsWith(type);
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy ->
                        assertThat(policy).contains("script-src 'self'").doesNotContain("unsafe"));
        if (type.equals("text/html")) {
            assertThat(page.body()).doesNotContain("style=", "onclick", "//cdn").doesNotContainPattern("<script>");
        }
    }

    @Test
    @Order(8)
    void librariesAreAskedForAgainOnlyWhereTheirVersionChanged() {
        Ask ask = Ask.of("GET", "/docs/lib/swagger-ui.css");
        String tag = partner.ask(ask).headers().firstValue("ETag").orElseThrow();

        Answer again = partner.ask(ask.with("If-None-Match", tag));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        Answer compressed = partner.ask(ask.with("Accept-Encoding", "gzip"));
        assertThat(compressed.headers().firstValue("Content-Encoding")).hasValue("gzip");
    }

    @ParameterizedTest
    @Order(8)
    @CsvSource({"/docs/lib/swagger-ui.js", "/docs/lib/", "/webjars/js-yaml/4.3.1/package.json"})
    void nothingElseOfTheLibrariesIsHandedOut(String path) {
        assertThat(partner.ask(Ask.of("GET", path)).status()).isBetween(400, 404);
    }
}
