package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.apidocs.ApiDocument;
import io.marketbell.apidocs.DescribedOperation;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Checks that the description of an operation is complete for partners. */
record OperationCompleteness(ApiDocument document) {
    void assertOf(DescribedOperation operation) {
        JsonNode node = operation.node();
        assertThat(operation.id()).matches("[a-z]+[A-Za-z]+");
        assertThat(node.get("summary").asString()).isNotBlank();
        assertThat(ApiDocument.texts(node.get("tags"))).hasSize(1).isSubsetOf(tags());
        assertThat(node.get("security").toString()).contains("apiKey", "bearer");
        assertThat(operation.roles()).contains("admin").isSubsetOf(DevelopmentKeys.BY_ROLE.keySet());
        // one success each, which everyExampleIsAnsweredAsDocumented causes
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
    }

    private List<String> tags() {
        return document.at("/tags")
                .valueStream()
                .map(tag -> tag.get("name").asString())
                .toList();
    }

    private void assertIsDescribed(DescribedOperation operation, String status) {
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
            // an unhealthy result has the same schema as a healthy one
            Set<String> others = operation.id().equals(ApiDocumentIT.HEALTH) && status.equals("503")
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
}
