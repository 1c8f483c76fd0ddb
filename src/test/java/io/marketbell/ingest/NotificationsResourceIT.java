package io.marketbell.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.marketbell.blackbox.Hardened;
import io.marketbell.client.RawHttp;
import io.marketbell.identity.BelievingIdentification;
import io.marketbell.problem.FailingResource;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Publishing and reading over HTTP, and how everything that goes wrong is told. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class NotificationsResourceIT {
    private static final String JSON = "application/json";
    private static final String NOTIFICATIONS = "api/v1/notifications";
    private static final String FILL = "{'type':'ORDER_FILLED','recipients':['alice']}";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @ArquillianResource
    private URL base;

    @Deployment
    static WebArchive archive() {
        return IngestArchive.named("notifications-resource")
                .addClasses(FailingResource.class, FailingResource.Order.class, FailingResource.Leg.class);
    }

    @Test
    void oneIsAcceptedWithItsLocation() {
        Answer answer = publish("desk", JSON, FILL.replace("alice", "one"));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().keySet()).containsExactly("id", "offset", "duplicate");
        String location = answer.header("Location");
        assertThat(location).endsWith("/api/v1/notifications/" + answer.json().getString("id"));
        Answer status = send(
                request(URI.create(location).getPath().substring(base.getPath().length()), "desk:publisher")
                        .GET());
        assertThat(status.json().getString("state")).isEqualTo("QUEUED");
        assertThat(status.json().getJsonObject("recipients").getInt("QUEUED")).isEqualTo(1);
    }

    @Test
    void aVolatileOneHasNoOffset() {
        assertThat(publish("desk", JSON, "{'type':'PRICE_UPDATE','instrument':'AAPL'}")
                        .json()
                        .keySet())
                .containsExactly("id", "duplicate");
    }

    @Test
    void badItemsOfAnArrayAreRejectedByTheirIndex() {
        Answer answer = publish("desk", JSON, "[" + FILL + ",{'type':'ORDER_FILED'},7," + FILL + "]");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(indexes(answer, "accepted")).containsExactly(0, 3);
        assertThat(indexes(answer, "rejected")).containsExactly(1, 2);
        JsonObject problem =
                answer.json().getJsonArray("rejected").getJsonObject(0).getJsonObject("problem");
        assertThat(problem.getInt("status")).isEqualTo(400);
        assertThat(problem.getJsonArray("errors").getJsonObject(0).getString("detail"))
                .contains("did you mean ORDER_FILLED?");
    }

    @Test
    void badLinesAreRejectedByTheirIndex() {
        Answer answer = publish("desk", "application/x-ndjson", FILL + "\n\n{broken\n" + FILL + "\r\n");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(indexes(answer, "accepted")).containsExactly(0, 2);
        assertThat(indexes(answer, "rejected")).containsExactly(1);
    }

    @Test
    void whereAllAreRejectedTheirCommonStatusIsTheAnswers() {
        publish("desk", JSON, "{'type':'ORDER_FILLED','recipients':['alice'],'key':'all-1'}");

        Answer reused = publish("desk", JSON, "[{'type':'ORDER_FILLED','recipients':['bob'],'key':'all-1'}]");
        Answer mixed = publish("desk", JSON, "[{'type':'ORDER_FILLED','recipients':['bob'],'key':'all-1'},{}]");

        assertThat(reused.status()).isEqualTo(409);
        assertThat(reused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reused.json().getJsonArray("accepted")).isEmpty();
        assertThat(indexes(reused, "rejected")).containsExactly(0);
        assertThat(mixed.status()).isEqualTo(400);
        assertThat(indexes(mixed, "rejected")).containsExactly(0, 1);
    }

    @Test
    void aRepeatedKeyIsADuplicateAndOtherContentAConflict() {
        String item = "{'type':'ORDER_FILLED','recipients':['alice'],'key':'k-1'}";
        Answer first = publish("desk", JSON, item);
        Answer repeat = publish("desk", JSON, item.replace(",", " , "));
        Answer other = publish("desk", JSON, item.replace("alice", "bob"));

        assertThat(repeat.status()).isEqualTo(202);
        assertThat(repeat.json().getBoolean("duplicate")).isTrue();
        assertThat(repeat.json().getString("id")).isEqualTo(first.json().getString("id"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.json().getString("type")).isEqualTo("/problems/key-reused");
    }

    @Test
    void aTraderReadsAndAcknowledgesItsOwn() {
        publish("desk", JSON, "[" + FILL.replace("alice", "carol") + "," + FILL.replace("alice", "dave") + "]");

        JsonObject page = get(NOTIFICATIONS, "carol:trader").json();
        long offset = page.getJsonArray("notifications").getJsonObject(0).getInt("offset");

        assertThat(page.getJsonArray("notifications")).hasSize(1);
        assertThat(page.keySet()).containsExactly("notifications", "next_after", "head", "epoch");
        assertThat(acknowledge("carol", "{'offset':" + offset + "}").json().getInt("acknowledged"))
                .isEqualTo((int) offset);
        Answer beyond = acknowledge("carol", "{'offset':" + (offset + 1_000) + "}");
        assertThat(beyond.status()).isEqualTo(400);
        assertThat(beyond.json().getJsonArray("errors").getJsonObject(0).getString("pointer"))
                .isEqualTo("/offset");
    }

    @Test
    void anotherPublishersNotificationDoesNotExist() {
        String path = NOTIFICATIONS + "/" + publish("desk", JSON, FILL).json().getString("id");

        assertThat(get(path, "other:publisher").status()).isEqualTo(404);
        assertThat(get(path, "desk:publisher").status()).isEqualTo(200);
        assertThat(get(path, "ops:operator").status()).isEqualTo(200);
        assertThat(get(path, "root:admin").status()).isEqualTo(200);
        assertThat(get(path, "alice:trader").status()).isEqualTo(403);
    }

    static Stream<Arguments> badPublications() {
        String thousandAndOne = "["
                + String.join(
                        ",", IntStream.rangeClosed(0, 1_000).mapToObj(i -> "{}").toList()) + "]";
        return Stream.of(
                arguments(JSON, "", 400, "malformed", "not valid JSON"),
                arguments(JSON, "{'type':", 400, "malformed", "not valid JSON at line 1"),
                arguments(JSON, "[" + FILL + ",", 400, "malformed", "not valid JSON"),
                arguments(JSON, "[]", 400, "validation", "one fault"),
                arguments(JSON, "'text'", 400, "validation", "one fault"),
                arguments(JSON, "{'type':'WEATHER'}", 400, "validation", "one fault"),
                arguments(JSON, "{'type':1,'priority':2,'body':3}", 400, "validation", "3 faults"),
                arguments(JSON, FILL.replace("}", ",'time_to_live':'-PT1S'}"), 400, "validation", "one fault"),
                arguments(
                        JSON,
                        FILL.replace("}", ",'body':{'a':'" + "x".repeat(17 * 1024) + "'}}"),
                        400,
                        "validation",
                        "one fault"),
                arguments(JSON, FILL.replace("}", ",'type':'RISK_ALERT'}"), 400, "validation", "one fault"),
                arguments(JSON, "{'a':" + "[".repeat(9_999), 400, "malformed", "not valid JSON"),
                arguments(JSON, thousandAndOne, 413, "too-large", "more than 1000 notifications"),
                arguments(JSON, " ".repeat(21 << 20), 413, "too-large", "more than 20 MiB"),
                arguments("application/x-ndjson", "{}\n".repeat(1_001), 413, "too-large", "more than 1000"),
                arguments("application/x-ndjson", "\n", 400, "validation", "one fault"),
                arguments("application/x-ndjson", "{\n", 400, "validation", "none of the 1 was accepted"),
                arguments("text/plain", FILL, 415, "unsupported-media-type", "text/plain is not taken here"),
                arguments("no type", FILL, 400, "malformed", "cannot be read"));
    }

    @ParameterizedTest
    @MethodSource("badPublications")
    void aBadPublicationGetsItsProblem(String mediaType, String body, int status, String type, String detail) {
        Answer answer = publish("desk", mediaType, body);

        assertProblem(answer, status, type);
        assertThat(answer.json().getString("detail")).contains(detail);
        assertThat(answer.json().getString("instance")).endsWith("/" + NOTIFICATIONS);
    }

    @Test
    void aBodyOfUnknownLengthIsCountedWhileItIsRead() {
        byte[] blanks = " ".repeat(21 << 20).getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder request = request(NOTIFICATIONS, "desk:publisher")
                .header("Content-Type", JSON)
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(blanks)));

        assertProblem(send(request), 413, "too-large");
    }

    @Test
    void bytesThatAreNoUtf8AreNamed() {
        byte[] body = FILL.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        body[12] = (byte) 0xFF;
        Answer answer = send(request(NOTIFICATIONS, "desk:publisher")
                .header("Content-Type", JSON)
                .POST(BodyPublishers.ofByteArray(body)));

        assertProblem(answer, 400, "malformed");
        assertThat(answer.json().getString("detail")).isEqualTo("the body is not valid UTF-8");
    }

    /** Method, path, caller, status, kind, and what the detail says. */
    static Stream<Arguments> badRequests() {
        return Stream.of(
                arguments("GET", NOTIFICATIONS + "?after=-1&limit=0&type=X", "a:trader", 400, "validation", "3 faults"),
                arguments("GET", NOTIFICATIONS + "?after=99999999999999999999", "a:trader", 400, "validation", "one"),
                arguments("GET", NOTIFICATIONS + "?limit=1001", "a:trader", 400, "validation", "one fault"),
                arguments("GET", NOTIFICATIONS, null, 401, "unauthenticated", "credentials"),
                arguments("GET", NOTIFICATIONS, "desk:publisher", 403, "forbidden", "role"),
                arguments("POST", NOTIFICATIONS + "/acks", "a:trader", 400, "validation", "one fault"),
                arguments(
                        "GET",
                        NOTIFICATIONS + "/01JD0000000000000000000000",
                        "d:publisher",
                        404,
                        "not-found",
                        "no notification"),
                arguments("GET", NOTIFICATIONS + "/nonsense", "d:publisher", 404, "not-found", "nothing at this path"),
                arguments("GET", NOTIFICATIONS + "/acks", "a:trader", 405, "method-not-allowed", "POST"),
                arguments("DELETE", NOTIFICATIONS, "d:publisher", 405, "method-not-allowed", "DELETE is not done here"),
                arguments("PATCH", NOTIFICATIONS, "d:publisher", 405, "method-not-allowed", "PATCH is not done here"),
                arguments("GET", "api/v1/nowhere", "d:publisher", 404, "not-found", "nothing at this path"),
                arguments("GET", "api/nowhere", "d:publisher", 404, "not-found", "nothing at this path"),
                arguments("GET", "ws/nowhere", null, 404, "not-found", "nothing at this path"),
                arguments("GET", "error-page", null, 404, "not-found", "nothing at this path"),
                arguments("GET", "problems/unknown", null, 404, "not-found", "nothing at this path"),
                arguments("GET", "api/v1/failing?how=missing", null, 404, "not-found", "no dead letter of this id"),
                arguments("GET", "api/v1/failing?how=forbidden", null, 403, "forbidden", "lacks the role"),
                arguments("GET", "api/v1/failing?how=away", null, 503, "unavailable", "away"),
                arguments("GET", "api/v1/failing?how=problem", null, 400, "validation", "one fault"),
                arguments("GET", "api/v1/failing/number?n=x", null, 400, "validation", "one fault"),
                arguments("POST", "api/v1/failing", null, 400, "validation", "2 faults"));
    }

    @ParameterizedTest
    @MethodSource("badRequests")
    void aBadRequestGetsItsProblem(String method, String path, String caller, int status, String type, String detail) {
        HttpRequest.Builder request = request(path, caller).header("Content-Type", JSON);
        Answer answer = send(request.method(
                method,
                method.equals("POST")
                        ? BodyPublishers.ofString("{\"legs\":[{\"quantity\":11}]}")
                        : BodyPublishers.noBody()));

        assertProblem(answer, status, type);
        assertThat(answer.json().getString("detail")).contains(detail);
    }

    @Test
    void headersThatBelongToARefusalAreKept() {
        assertThat(send(request(NOTIFICATIONS, "d:publisher").DELETE()).header("Allow"))
                .contains("GET", "POST");
        assertThat(get("api/v1/failing?how=away", null).header("Retry-After")).isEqualTo("7");
    }

    @Test
    void whatCannotBeMadeIsNotAcceptable() {
        Answer answer = send(
                request(NOTIFICATIONS, "a:trader").header("Accept", "text/xml").GET());

        assertProblem(answer, 406, "not-acceptable");
        assertThat(answer.json().getString("detail")).contains("text/xml");
    }

    @Test
    void constraintsAreToldByTheirPointers() {
        Answer answer = send(request("api/v1/failing", null)
                .header("Content-Type", JSON)
                .POST(BodyPublishers.ofString("{\"legs\":[{\"quantity\":1},{\"quantity\":11}]}")));

        assertThat(answer.json().getJsonArray("errors").getValuesAs(JsonObject.class))
                .extracting(error -> error.getString("pointer"))
                .containsExactly("/legs/1/quantity", "/orderId");
    }

    @Test
    void jsonOfTheWrongShapeIsTheCallersMistake() {
        for (String body : List.of("{\"legs\":", "{\"legs\":\"x\"}", "[1]")) {
            Answer answer = send(
                    request("api/v1/failing", null).header("Content-Type", JSON).POST(BodyPublishers.ofString(body)));
            assertProblem(answer, 400, "malformed");
        }
    }

    @Test
    void aFaultOfOursIsLoggedOnceAndToldByItsIdOnly() {
        Answer answer = get("api/v1/failing?how=fault", null);

        assertProblem(answer, 500, "internal");
        String incident = answer.json().getString("detail").replaceAll(".* ", "");
        assertThat(answer.body()).doesNotContain("secret");
        assertThat(Pattern.compile(incident).matcher(log()).results()).hasSize(1);
    }

    /** Behind all doors, {@code FilterOrderIT} has one; here is what nobody requires HTTPS for. */
    @Test
    void aFaultOfOursIsHardenedOverHttpAndHttps() {
        int https = Integer.getInteger("marketbell.it.container.https.port");
        for (RawHttp client : List.of(RawHttp.plain(base.getPort()), RawHttp.tls(https))) {
            RawHttp.Answer answer = client.send("GET", base.getPath() + "api/v1/failing?how=fault");

            Hardened.checkProblem(answer, 500);
            Hardened.check(answer, client.isSecure());
            Hardened.checkApi(answer);
        }
    }

    @Test
    void aBrowserGetsALineOfTextAndNoHtml() {
        Answer answer =
                send(request("nowhere", null).header("Accept", "text/html,*/*").GET());

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).startsWith("text/plain");
        assertThat(answer.body()).isEqualTo("404 Not found\n");
    }

    @Test
    void everyKindOfProblemIsExplainedAtItsUri() {
        assertThat(get("problems/key-reused", null).body()).contains("Idempotency key reused");
        assertThat(get("problems/", null).body())
                .contains("/problems/validation")
                .contains("quota-exceeded");
    }

    private Answer publish(String user, String mediaType, String body) {
        return send(request(NOTIFICATIONS, user + ":publisher")
                .header("Content-Type", mediaType)
                .POST(BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    private Answer acknowledge(String user, String body) {
        return send(request(NOTIFICATIONS + "/acks", user + ":trader")
                .header("Content-Type", JSON)
                .POST(BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    private Answer get(String path, String caller) {
        return send(request(path, caller).GET());
    }

    private HttpRequest.Builder request(String path, String caller) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        return caller == null ? request : request.header(BelievingIdentification.HEADER, caller);
    }

    /** Sends it, and holds the log to the promise that what a caller does wrong leaves no stack trace. */
    private static Answer send(HttpRequest.Builder request) {
        long traces = traces();
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.headers().map().keySet()).noneMatch(name -> name.contains("xception"));
            if (response.statusCode() != 500) {
                assertThat(traces()).as("stack traces in the log").isEqualTo(traces);
            }
            return new Answer(response);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertProblem(Answer answer, int status, String type) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().getInt("status")).isEqualTo(status);
        assertThat(answer.json().getString("type")).isEqualTo("/problems/" + type);
        assertThat(answer.body()).doesNotContain("RESTEASY", "Exception", "java.", "SRVE");
    }

    private static List<Integer> indexes(Answer answer, String member) {
        JsonArray entries = answer.json().getJsonArray(member);
        return entries.getValuesAs((JsonObject entry) -> entry.getInt("index"));
    }

    private static long traces() {
        return Pattern.compile("(?m)^\\s+at \\S+\\(|CWPMI2006W")
                .matcher(log())
                .results()
                .count();
    }

    private static String log() {
        Path servers = Path.of(System.getProperty("marketbell.it.wlp"), "usr", "servers");
        StringBuilder logs = new StringBuilder();
        try (Stream<Path> names = Files.list(servers)) {
            for (Path server : names.toList()) {
                Path log = server.resolve("logs/messages.log");
                logs.append(Files.exists(log) ? Files.readString(log) : "");
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return logs.toString();
    }

    private record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        JsonObject json() {
            try (JsonReader reader = Json.PROVIDER.createReader(new StringReader(body()))) {
                return reader.readObject();
            }
        }
    }
}
