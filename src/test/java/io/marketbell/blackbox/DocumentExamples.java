package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.apidocs.ApiDocument;
import io.marketbell.apidocs.DescribedOperation;
import io.marketbell.apidocs.DescribedOperation.Example;
import io.marketbell.apidocs.DocumentedClient;
import io.marketbell.apidocs.DocumentedClient.Answer;
import io.marketbell.apidocs.DocumentedClient.Ask;
import io.marketbell.apidocs.ExampleComparison;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The example requests of the document, sent in an order in which each finds the resources it names, and the examples
 * of their responses.
 */
final class DocumentExamples {
    private static final String SNAPSHOTS = "streamSnapshots";

    /** Operations whose examples require others to run before, in that order; the other operations follow. */
    private static final List<String> ORDER = List.of(
            "publishNotifications",
            "listNotifications",
            "getNotificationStatus",
            "acknowledgeNotifications",
            "streamNotifications",
            "listDeadLetters",
            "getDeadLetter",
            "replayDeadLetter",
            "replayDeadLetters",
            "deleteDeadLetter",
            "createApiKey",
            "listApiKeys",
            "listAudit",
            "rotateApiKey",
            "revokeApiKey",
            "setRateLimit",
            "getRateLimit",
            "listRateLimits",
            "resetRateLimit");

    private final DocumentedClient documentedClient;
    private final ResponseConformance responseConformance;
    private final Map<String, String> made;

    /** @param made existing resources: an operation and its parameter, with the value; others are created on the way */
    DocumentExamples(
            DocumentedClient documentedClient, ResponseConformance responseConformance, Map<String, String> made) {
        this.documentedClient = documentedClient;
        this.responseConformance = responseConformance;
        this.made = new HashMap<>(made);
    }

    static Stream<DescribedOperation> inOrder(ApiDocument document) {
        return Stream.concat(
                ORDER.stream().map(document::operation),
                document.operations().stream().filter(operation -> !ORDER.contains(operation.id())));
    }

    /** @param example null if the operation has no body */
    void assertAnswered(DescribedOperation operation, Example example) {
        Ask ask = Ask.of(
                        operation.method(),
                        operation.target(name -> made.get(operation.id() + ' ' + name), name -> false))
                .as(DevelopmentKeys.of(operation));
        ask = example == null ? ask : ask.sending(example.type(), example.text());
        String success = operation.statuses().stream()
                .filter(status -> status.startsWith("2"))
                .findFirst()
                .orElseThrow();
        String last = operation.id().equals(SNAPSHOTS) ? "data: " : "ord-7781";
        Answer answer = documentedClient.ask(ask, line -> line.contains(last));

        assertThat(answer.status()).as("%s: %s", ask, answer.body()).isEqualTo(Integer.parseInt(success));
        assertThat(answer.headers().map().keySet()).anyMatch("ratelimit"::equalsIgnoreCase);
        responseConformance.assertKeepsItsSchema(operation, answer);
        examplesOf(operation, success, example)
                .forEach((name, shown) -> assertThat(
                                answer.type().startsWith("text/event-stream")
                                        ? ExampleComparison.likeEvents(shown.asString(), answer.body())
                                        : ExampleComparison.like(shown, ApiDocument.value(answer.body())))
                        .as("example %s: %s%nanswer: %s", name, shown, answer.body())
                        .isTrue());
        remember(operation, example, answer);
    }

    /** The example response with the name of the request example; all example responses if there is no request body. */
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

    private void remember(DescribedOperation operation, Example example, Answer answer) {
        if (operation.id().equals("publishNotifications") && example.name().equals("fill")) {
            made.put("getNotificationStatus id", idIn(answer));
        } else if (operation.id().equals("createApiKey") && example.name().equals("trader")) {
            made.put("rotateApiKey id", idIn(answer));
            made.put("revokeApiKey id", idIn(answer));
        }
    }

    private static String idIn(Answer answer) {
        return ApiDocument.value(answer.body()).get("id").asString();
    }
}
