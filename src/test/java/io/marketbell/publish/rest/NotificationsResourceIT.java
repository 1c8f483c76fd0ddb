package io.marketbell.publish.rest;

import static io.marketbell.publish.service.PublishClient.JSON;
import static io.marketbell.publish.service.PublishClient.NOTIFICATIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.marketbell.blackbox.HardenedResponse;
import io.marketbell.http.problem.FailingResource;
import io.marketbell.publish.service.PublishArchive;
import io.marketbell.publish.service.PublishClient;
import io.marketbell.publish.service.PublishClient.Answer;
import io.marketbell.testkit.client.RawHttp;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
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

/** Publishing and reading over HTTP, and the responses to all kinds of errors. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class NotificationsResourceIT {
    private static final String FILL = "{'type':'ORDER_FILLED','recipients':['alice']}";

    @ArquillianResource
    private URL base;

    @Deployment
    static WebArchive archive() {
        return PublishArchive.named("notifications-resource")
                .addClasses(FailingResource.class, FailingResource.Order.class, FailingResource.Leg.class);
    }

    @Test
    void aSingleItemIsAcceptedWithItsLocation() {
        Answer answer = client().publish("desk", JSON, FILL.replace("alice", "one"));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().keySet()).containsExactly("id", "offset", "duplicate");
        String location = answer.header("Location");
        assertThat(location).endsWith("/api/v1/notifications/" + answer.json().getString("id"));
        Answer status = client().get(
                        URI.create(location).getPath().substring(base.getPath().length()), "desk:publisher");
        assertThat(status.json().getString("state")).isEqualTo("QUEUED");
        assertThat(status.json().getJsonObject("recipients").getInt("QUEUED")).isEqualTo(1);
    }

    @Test
    void aVolatileNotificationHasNoOffset() {
        assertThat(client().publish("desk", JSON, "{'type':'PRICE_UPDATE','instrument':'AAPL'}")
                        .json()
                        .keySet())
                .containsExactly("id", "duplicate");
    }

    @Test
    void invalidItemsOfAnArrayAreRejectedByIndex() {
        Answer answer = client().publish("desk", JSON, "[" + FILL + ",{'type':'ORDER_FILED'},7," + FILL + "]");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.indexes("accepted")).containsExactly(0, 3);
        assertThat(answer.indexes("rejected")).containsExactly(1, 2);
        JsonObject problem =
                answer.json().getJsonArray("rejected").getJsonObject(0).getJsonObject("problem");
        assertThat(problem.getInt("status")).isEqualTo(400);
        assertThat(problem.getJsonArray("errors").getJsonObject(0).getString("detail"))
                .contains("did you mean ORDER_FILLED?");
    }

    @Test
    void itemsOutsideOfTheScopeOfTheKeyAreRejected() {
        String alert = FILL.replace("ORDER_FILLED", "RISK_ALERT");

        Answer one = client().post(NOTIFICATIONS, "desk:publisher:ORDER_FILLED", JSON, body(alert));
        Answer both =
                client().post(NOTIFICATIONS, "desk:publisher:ORDER_FILLED", JSON, body("[" + alert + "," + FILL + "]"));

        assertThat(one.status()).isEqualTo(403);
        assertThat(one.json().getJsonArray("errors").getJsonObject(0).getString("detail"))
                .isEqualTo("publish_types of the API key allows only ORDER_FILLED");
        assertThat(both.status()).isEqualTo(202);
        assertThat(both.indexes("accepted")).containsExactly(1);
        assertThat(both.indexes("rejected")).containsExactly(0);
    }

    private static BodyPublisher body(String apostrophed) {
        return BodyPublishers.ofString(apostrophed.replace('\'', '"'));
    }

    @Test
    void invalidLinesAreRejectedByIndex() {
        Answer answer = client().publish("desk", "application/x-ndjson", FILL + "\n\n{broken\n" + FILL + "\r\n");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.indexes("accepted")).containsExactly(0, 2);
        assertThat(answer.indexes("rejected")).containsExactly(1);
    }

    @Test
    void ifAllItemsAreRejectedTheResponseHasTheirCommonStatus() {
        client().publish("desk", JSON, "{'type':'ORDER_FILLED','recipients':['alice'],'key':'all-1'}");

        Answer reused = client().publish("desk", JSON, "[{'type':'ORDER_FILLED','recipients':['bob'],'key':'all-1'}]");
        Answer mixed =
                client().publish("desk", JSON, "[{'type':'ORDER_FILLED','recipients':['bob'],'key':'all-1'},{}]");

        assertThat(reused.status()).isEqualTo(409);
        assertThat(reused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reused.json().getJsonArray("accepted")).isEmpty();
        assertThat(reused.indexes("rejected")).containsExactly(0);
        assertThat(mixed.status()).isEqualTo(400);
        assertThat(mixed.indexes("rejected")).containsExactly(0, 1);
    }

    @Test
    void aRepeatedKeyIsADuplicateAndOtherContentAConflict() {
        String item = "{'type':'ORDER_FILLED','recipients':['alice'],'key':'k-1'}";
        Answer first = client().publish("desk", JSON, item);
        Answer repeat = client().publish("desk", JSON, item.replace(",", " , "));
        Answer other = client().publish("desk", JSON, item.replace("alice", "bob"));

        assertThat(repeat.status()).isEqualTo(202);
        assertThat(repeat.json().getBoolean("duplicate")).isTrue();
        assertThat(repeat.json().getString("id")).isEqualTo(first.json().getString("id"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.json().getString("type")).isEqualTo("/problems/key-reused");
    }

    @Test
    void aTraderReadsAndAcknowledgesItsOwnNotifications() {
        client().publish(
                        "desk", JSON, "[" + FILL.replace("alice", "carol") + "," + FILL.replace("alice", "dave") + "]");

        JsonObject page = client().get(NOTIFICATIONS, "carol:trader").json();
        long offset = page.getJsonArray("notifications").getJsonObject(0).getInt("offset");

        assertThat(page.getJsonArray("notifications")).hasSize(1);
        assertThat(page.keySet()).containsExactly("notifications", "next_after", "head", "epoch");
        assertThat(client().acknowledge("carol", "{'offset':" + offset + "}")
                        .json()
                        .getInt("acknowledged"))
                .isEqualTo((int) offset);
        Answer beyond = client().acknowledge("carol", "{'offset':" + (offset + 1_000) + "}");
        assertThat(beyond.status()).isEqualTo(400);
        assertThat(beyond.json().getJsonArray("errors").getJsonObject(0).getString("pointer"))
                .isEqualTo("/offset");
    }

    @Test
    void anotherPublishersNotificationDoesNotExist() {
        String path = NOTIFICATIONS + "/"
                + client().publish("desk", JSON, FILL).json().getString("id");

        assertThat(client().get(path, "other:publisher").status()).isEqualTo(404);
        assertThat(client().get(path, "desk:publisher").status()).isEqualTo(200);
        assertThat(client().get(path, "ops:operator").status()).isEqualTo(200);
        assertThat(client().get(path, "root:admin").status()).isEqualTo(200);
        assertThat(client().get(path, "alice:trader").status()).isEqualTo(403);
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
                arguments(JSON, " ".repeat(21 << 20), 413, "too-large", "longer than 20 MiB"),
                arguments("application/x-ndjson", "{}\n".repeat(1_001), 413, "too-large", "more than 1000"),
                arguments("application/x-ndjson", "\n", 400, "validation", "one fault"),
                arguments("application/x-ndjson", "{\n", 400, "validation", "none of the 1 notifications was accepted"),
                arguments(
                        "text/plain",
                        FILL,
                        415,
                        "unsupported-media-type",
                        "text/plain is not supported on this resource"),
                arguments("no type", FILL, 400, "malformed", "cannot be parsed"));
    }

    @ParameterizedTest
    @MethodSource("badPublications")
    void anInvalidPublicationGetsItsProblem(String mediaType, String body, int status, String type, String detail) {
        Answer answer = client().publish("desk", mediaType, body);

        assertProblem(answer, status, type);
        assertThat(answer.json().getString("detail")).contains(detail);
        assertThat(answer.json().getString("instance")).endsWith("/" + NOTIFICATIONS);
    }

    @Test
    void aBodyOfUnknownLengthIsCountedWhileItIsRead() {
        byte[] blanks = " ".repeat(21 << 20).getBytes(StandardCharsets.UTF_8);

        Answer answer = client().post(
                        NOTIFICATIONS,
                        "desk:publisher",
                        JSON,
                        BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(blanks)));

        assertProblem(answer, 413, "too-large");
    }

    @Test
    void invalidUtf8IsReported() {
        byte[] body = FILL.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        body[12] = (byte) 0xFF;
        Answer answer = client().post(NOTIFICATIONS, "desk:publisher", JSON, BodyPublishers.ofByteArray(body));

        assertProblem(answer, 400, "malformed");
        assertThat(answer.json().getString("detail")).isEqualTo("the body is not valid UTF-8");
    }

    /** Method, path, caller, status, kind, and a part of the detail. */
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
                        "no such notification"),
                arguments(
                        "GET",
                        NOTIFICATIONS + "/nonsense",
                        "d:publisher",
                        404,
                        "not-found",
                        "no resource at this path"),
                arguments("GET", NOTIFICATIONS + "/acks", "a:trader", 405, "method-not-allowed", "POST"),
                arguments(
                        "DELETE",
                        NOTIFICATIONS,
                        "d:publisher",
                        405,
                        "method-not-allowed",
                        "DELETE is not supported on this resource"),
                arguments(
                        "PATCH",
                        NOTIFICATIONS,
                        "d:publisher",
                        405,
                        "method-not-allowed",
                        "PATCH is not supported on this resource"),
                arguments("GET", "api/v1/nowhere", "d:publisher", 404, "not-found", "no resource at this path"),
                arguments("GET", "api/nowhere", "d:publisher", 404, "not-found", "no resource at this path"),
                arguments("GET", "ws/nowhere", null, 404, "not-found", "no resource at this path"),
                arguments("GET", "error-page", null, 404, "not-found", "no resource at this path"),
                arguments("GET", "problems/unknown", null, 404, "not-found", "no resource at this path"),
                arguments("GET", "api/v1/failing?how=missing", null, 404, "not-found", "no such dead letter"),
                arguments("GET", "api/v1/failing?how=forbidden", null, 403, "forbidden", "lacks the required role"),
                arguments("GET", "api/v1/failing?how=away", null, 503, "unavailable", "service is unavailable"),
                arguments("GET", "api/v1/failing?how=problem", null, 400, "validation", "one fault"),
                arguments("GET", "api/v1/failing/number?n=x", null, 400, "validation", "one fault"),
                arguments("POST", "api/v1/failing", null, 400, "validation", "2 faults"));
    }

    @ParameterizedTest
    @MethodSource("badRequests")
    void anInvalidRequestGetsItsProblem(
            String method, String path, String caller, int status, String type, String detail) {
        Answer answer = client().ask(
                        path,
                        caller,
                        request -> request.header("Content-Type", JSON)
                                .method(
                                        method,
                                        method.equals("POST")
                                                ? BodyPublishers.ofString("{\"legs\":[{\"quantity\":11}]}")
                                                : BodyPublishers.noBody()));

        assertProblem(answer, status, type);
        assertThat(answer.json().getString("detail")).contains(detail);
    }

    @Test
    void headersThatBelongToARefusalAreKept() {
        assertThat(client().ask(NOTIFICATIONS, "d:publisher", HttpRequest.Builder::DELETE)
                        .header("Allow"))
                .contains("GET", "POST");
        assertThat(client().get("api/v1/failing?how=away", null).header("Retry-After"))
                .isEqualTo("7");
    }

    @Test
    void anUnsupportedMediaTypeIsNotAcceptable() {
        Answer answer = client().ask(NOTIFICATIONS, "a:trader", request -> request.header("Accept", "text/xml"));

        assertProblem(answer, 406, "not-acceptable");
        assertThat(answer.json().getString("detail")).contains("text/xml");
    }

    @Test
    void constraintViolationsHaveTheirPointers() {
        Answer answer = client().post(
                        "api/v1/failing",
                        null,
                        JSON,
                        BodyPublishers.ofString("{\"legs\":[{\"quantity\":1},{\"quantity\":11}]}"));

        assertThat(answer.json().getJsonArray("errors").getValuesAs(JsonObject.class))
                .extracting(error -> error.getString("pointer"))
                .containsExactly("/legs/1/quantity", "/orderId");
    }

    @Test
    void jsonOfTheWrongTypeIsABadRequest() {
        for (String body : List.of("{\"legs\":", "{\"legs\":\"x\"}", "[1]")) {
            Answer answer = client().post("api/v1/failing", null, JSON, BodyPublishers.ofString(body));
            assertProblem(answer, 400, "malformed");
        }
    }

    @Test
    void anInternalErrorIsLoggedOnceAndReportedByItsIdOnly() {
        Answer answer = client().get("api/v1/failing?how=fault", null);

        assertProblem(answer, 500, "internal");
        String incident = answer.json().getString("detail").replaceAll(".* ", "");
        assertThat(answer.body()).doesNotContain("secret");
        assertThat(Pattern.compile(incident).matcher(PublishClient.log()).results())
                .hasSize(1);
    }

    /**
     * {@code FilterOrderIT} tests the same with all filters; this test covers a deployment that does not require HTTPS.
     */
    @Test
    void anInternalErrorHasSecurityHeadersOverHttpAndHttps() {
        int https = Integer.getInteger("marketbell.it.container.https.port");
        for (RawHttp client : List.of(RawHttp.plain(base.getPort()), RawHttp.tls(https))) {
            RawHttp.Answer answer = client.send("GET", base.getPath() + "api/v1/failing?how=fault");

            HardenedResponse.checkProblem(answer, 500);
            HardenedResponse.check(answer, client.isSecure());
            HardenedResponse.checkUncached(answer);
        }
    }

    @Test
    void aBrowserGetsPlainTextAndNoHtml() {
        Answer answer = client().ask("nowhere", null, request -> request.header("Accept", "text/html,*/*"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).startsWith("text/plain");
        assertThat(answer.body()).isEqualTo("404 Not found\n");
    }

    @Test
    void everyProblemTypeIsDocumentedAtItsUri() {
        assertThat(client().get("problems/key-reused", null).body()).contains("Idempotency key reused");
        assertThat(client().get("problems/", null).body())
                .contains("/problems/validation")
                .contains("quota-exceeded");
    }

    private static void assertProblem(Answer answer, int status, String type) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().getInt("status")).isEqualTo(status);
        assertThat(answer.json().getString("type")).isEqualTo("/problems/" + type);
        assertThat(answer.body()).doesNotContain("RESTEASY", "Exception", "java.", "SRVE");
    }

    private PublishClient client() {
        return new PublishClient(base);
    }
}
