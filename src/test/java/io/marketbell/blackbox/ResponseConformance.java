package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.apidocs.ApiDocument;
import io.marketbell.apidocs.DescribedOperation;
import io.marketbell.apidocs.DocumentedClient.Answer;
import tools.jackson.databind.JsonNode;

/** Checks that a response conforms to the document. */
record ResponseConformance(ApiDocument document) {
    void assertKeepsItsSchema(DescribedOperation operation, Answer answer) {
        JsonNode content = operation.response(Integer.toString(answer.status())).path("content");
        if (answer.isJson() && !content.isMissingNode()) {
            JsonNode schema = content.get(answer.type().replaceFirst(";.*", "")).get("schema");
            JsonNode body = ApiDocument.value(answer.body());
            assertThat(document.faults(schema, body)).as(answer.body()).isEmpty();
            assertThat(document.undocumented(schema, body).stream()
                            .filter(place -> !place.contains("/body/"))
                            .toList())
                    .as(answer.body())
                    .isEmpty();
        }
    }

    static boolean isDocumented(DescribedOperation operation, Answer answer) {
        String status = Integer.toString(answer.status());
        if (answer.status() >= 500 || !operation.statuses().contains(status)) {
            return false;
        }
        String type = answer.type().replaceFirst(";.*", "");
        JsonNode content = operation.response(status).path("content");
        return content.isMissingNode() ? answer.body().isEmpty() : content.has(type) || !answer.isJson();
    }
}
