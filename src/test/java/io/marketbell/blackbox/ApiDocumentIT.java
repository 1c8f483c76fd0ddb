package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.marketbell.apidocs.ApiDocument;
import io.marketbell.apidocs.DescribedOperation;
import io.marketbell.apidocs.DescribedOperation.Example;
import io.marketbell.apidocs.DocumentedClient;
import io.marketbell.apidocs.DocumentedClient.Answer;
import io.marketbell.apidocs.DocumentedClient.Ask;
import io.marketbell.apidocs.ExampleComparison;
import io.marketbell.testkit.client.RawSocket;
import io.marketbell.testkit.server.MarketbellServer;
import io.marketbell.testkit.server.ProductServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import tools.jackson.databind.JsonNode;

/** The served OpenAPI document matches the product: examples, statuses, roles and schemas. */
@ProductServer
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ApiDocumentIT {
    private static final long SEED = 20261122;
    private static final int REQUESTS = 600;
    static final String NOWHERE = "01JD0000000000000000000000";
    static final String HEALTH = "monitoringHealth";

    private static MarketbellServer server;
    private static DocumentedClient documentedClient;
    private static ApiDocument document;

    private static ResponseConformance responseConformance;
    private static RefusalTriggers refusalTriggers;
    private static DocumentExamples documentExamples;

    @BeforeAll
    static void startWithRaisedLimits() throws Exception {
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
        documentedClient = new DocumentedClient(server.base());
        String served =
                documentedClient.ask(Ask.of("GET", "/openapi?format=JSON")).body();
        document = ApiDocument.of(served);
        keep(served);
        responseConformance = new ResponseConformance(document);
        refusalTriggers = new RefusalTriggers(documentedClient);
        Map<String, List<String>> letters = new ExpiredFills(documentedClient).of("bob", "carol", "carol");
        // monitoring includes a new instrument from the next snapshot on; a snapshot is made every ten seconds
        Ask trading =
                Ask.of("GET", "/api/v1/monitoring/trading?instrument=AAPL").as(MarketbellServer.OPERATOR);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> documentedClient.ask(trading).status() == 200);
        documentExamples = new DocumentExamples(
                documentedClient,
                responseConformance,
                Map.of(
                        "replayDeadLetter id", letters.get("carol").get(0),
                        "deleteDeadLetter id", letters.get("carol").get(1),
                        "getDeadLetter id", letters.get("bob").get(0)));
    }

    /** Stores the document for the linters, which .ci/run starts after the tests. */
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
    Stream<DynamicTest> everyOperationIsDescribedCompletely() {
        OperationCompleteness operationCompleteness = new OperationCompleteness(document);
        return document.operations().stream()
                .map(operation -> dynamicTest(operation.toString(), () -> operationCompleteness.assertOf(operation)));
    }

    /** Unit tests next to the code compare the enumerations of the hand-written part of the document with the code. */
    @Test
    @Order(2)
    void everyReferencedSchemaExists() {
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
    Stream<DynamicTest> everyExampleIsAnsweredAsDocumented() {
        return DocumentExamples.inOrder(document).flatMap(operation -> {
            List<Example> requests = operation.requestExamples();
            assertThat(operation.hasBody()).isEqualTo(!requests.isEmpty());
            return requests.isEmpty()
                    ? Stream.of(
                            dynamicTest(operation.toString(), () -> documentExamples.assertAnswered(operation, null)))
                    : requests.stream()
                            .map(example -> dynamicTest(
                                    operation + " " + example.name(),
                                    () -> documentExamples.assertAnswered(operation, example)));
        });
    }

    @TestFactory
    @Order(4)
    Stream<DynamicTest> theDocumentedRolesAreAllowedAndNoOthers() {
        return document.operations().stream()
                .map(operation -> dynamicTest(
                        operation.toString(),
                        () -> DevelopmentKeys.BY_ROLE.forEach((role, key) -> assertThat(documentedClient
                                                .ask(RefusalTriggers.probe(operation)
                                                        .as(key))
                                                .status()
                                        != 403)
                                .as("%s may", role)
                                .isEqualTo(operation.roles().contains(role)))));
    }

    @TestFactory
    @Order(5)
    Stream<DynamicTest> everyDocumentedRefusalCanBeCaused() {
        String everything = narrowKey("dave", "\"trader\",\"publisher\",\"operator\",\"admin\"");
        return document.operations().stream()
                .flatMap(operation -> operation.statuses().stream()
                        .filter(status -> status.compareTo("300") >= 0)
                        .map(status -> dynamicTest(operation + " " + status, () -> {
                            String elsewhere = CoveredElsewhere.test(operation.id(), status);
                            if (status.equals("304")) {
                                assertUnchanged(operation);
                            } else if (elsewhere == null) {
                                assertRefused(operation, status, everything);
                            } else {
                                CoveredElsewhere.assertIsATest(elsewhere);
                            }
                        })));
    }

    @Test
    @Order(5)
    void everyResponseCoveredByOtherTestsIsDocumented() {
        Set<String> seen = new HashSet<>();
        document.operations()
                .forEach(operation -> operation.statuses().forEach(status -> {
                    seen.add(status);
                    seen.add(operation.id() + ' ' + status);
                }));
        Handshakes.answers().forEach(status -> seen.add(Handshakes.NAME + ' ' + status));

        assertThat(seen).containsAll(CoveredElsewhere.statuses());
    }

    @TestFactory
    @Order(5)
    Stream<DynamicTest> everyDocumentedHandshakeResponseCanBeCaused() {
        String erin = narrowKey("erin", "\"trader\"");
        return Handshakes.answers().stream()
                .map(status -> dynamicTest(status, () -> {
                    String elsewhere = CoveredElsewhere.test(Handshakes.NAME, status);
                    if (elsewhere != null) {
                        CoveredElsewhere.assertIsATest(elsewhere);
                    } else if (status.equals("101")) {
                        RawSocket.connect(server.base(), MarketbellServer.ALICE).close();
                    } else {
                        new Handshakes(server).assertRefused(status, erin);
                    }
                }));
    }

    /** The key of a user who may send one request per second. */
    private static String narrowKey(String user, String roles) {
        Answer narrowed = documentedClient.ask(Ask.of("PUT", "/api/v1/rate-limits/user%3A" + user)
                .as(MarketbellServer.ADMIN)
                .sending(DocumentedClient.JSON, "{\"rate_per_second\":1,\"burst\":1}"));
        assertThat(narrowed.status()).isEqualTo(200);
        Answer created = documentedClient.ask(Ask.of("POST", "/api/v1/api-keys")
                .as(MarketbellServer.ADMIN)
                .sending(
                        DocumentedClient.JSON,
                        "{\"user\":\"" + user + "\",\"roles\":[" + roles + "],\"tier\":\"standard\"}"));
        return ApiDocument.value(created.body()).get("api_key").asString();
    }

    /** Several attempts, because the state may change between two reads. */
    private static void assertUnchanged(DescribedOperation operation) {
        Ask ask = Ask.of(operation.method(), operation.target(name -> null, name -> false))
                .as(DevelopmentKeys.of(operation));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            String tag = documentedClient.ask(ask).headers().firstValue("ETag").orElseThrow();
            Answer again = documentedClient.ask(ask.with("If-None-Match", tag));
            assertThat(again.status()).as("%s", ask).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(again.headers().map().keySet())
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .contains("etag", "age", "ratelimit");
        });
    }

    private static void assertRefused(DescribedOperation operation, String status, String everything) {
        Answer answer = refusalTriggers.refused(operation, status, everything);

        assertThat(answer.status()).as(answer.body()).isEqualTo(Integer.parseInt(status));
        assertThat(answer.isProblem()).as(answer.type()).isTrue();
        responseConformance.assertKeepsItsSchema(operation, answer);
        Set<String> names = answer.headers().map().keySet();
        if (status.equals("401")) {
            assertThat(names).anyMatch("www-authenticate"::equalsIgnoreCase);
        }
        if (status.equals("429")) {
            assertThat(names).anyMatch("retry-after"::equalsIgnoreCase).anyMatch("ratelimit"::equalsIgnoreCase);
        }
    }

    /** Every problem in the document, with its status and text. */
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
    void aProblemEqualsItsExample(String name, String method, String target, String key, String body) {
        Ask ask = Ask.of(method, target).as(key);
        if (name.equals("notAcceptable")) {
            ask = ask.with("Accept", "application/xml");
        } else if (body != null) {
            String type = body.startsWith("<") ? "application/xml" : DocumentedClient.JSON;
            ask = ask.sending(
                    type,
                    body.equals("1001") ? RefusalTriggers.tooMuch(document.operation("publishNotifications")) : body);
        }
        JsonNode answer = ApiDocument.value(documentedClient.ask(ask).body());

        assertThat(ExampleComparison.like(problems().get(name), answer))
                .as("%s%n%s", problems().get(name), answer)
                .isTrue();
    }

    @Test
    @Order(6)
    void everyDocumentedProblemIsTested() {
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
                        // covered by everyDocumentedRefusalCanBeCaused and by the tests that it names
                        "exceeded",
                        "internal",
                        "late",
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
    void generatedRequestsAreAnsweredAsDocumented() {
        GeneratedRequests generatedRequests = new GeneratedRequests(document, SEED);
        List<DescribedOperation> operations = document.operations();
        Map<Integer, Integer> seen = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            DescribedOperation operation = operations.get(i % operations.size());
            Ask ask = generatedRequests.ask(operation);
            Answer answer = documentedClient.ask(ask);
            seen.merge(answer.status(), 1, Integer::sum);
            if (ResponseConformance.isDocumented(operation, answer)) {
                responseConformance.assertKeepsItsSchema(operation, answer);
            } else {
                wrong.add(ask + " → " + answer.status() + ' ' + answer.type() + ' ' + answer.body());
            }
        }

        assertThat(wrong).as("seed %s, statuses %s", SEED, seen).isEmpty();
        assertThat(seen.entrySet().stream()
                        .collect(Collectors.groupingBy(
                                status -> status.getKey() / 100, Collectors.summingInt(Map.Entry::getValue))))
                .as("some were valid, some were not: %s", seen)
                .allSatisfy((hundred, count) -> assertThat(count).isGreaterThan(REQUESTS / 10))
                .containsOnlyKeys(2, 4);
    }
}
