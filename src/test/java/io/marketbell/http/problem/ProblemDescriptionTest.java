package io.marketbell.http.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.apidocs.ApiDocument;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The problems in the OpenAPI document have existing types, with their titles and statuses. */
class ProblemDescriptionTest {
    private static final ApiDocument DOCUMENT = ApiDocument.openApi();

    static List<JsonNode> examples() {
        return DOCUMENT.at("/components/responses")
                .valueStream()
                .flatMap(response -> response.at("/content/application~1problem+json/examples")
                        .valueStream())
                .map(example -> example.get("value"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void examplesHaveTheFormatOfProblems(JsonNode example) {
        ProblemType type = Arrays.stream(ProblemType.values())
                .filter(kind -> kind.uri().equals(example.get("type").asString()))
                .findAny()
                .orElseThrow();

        assertThat(example.get("title").asString()).isEqualTo(type.title());
        if (type != ProblemType.OTHER) {
            assertThat(example.get("status").asInt()).isEqualTo(type.status());
        }
        assertThat(DOCUMENT.faults(DOCUMENT.schema("Problem"), example)).isEmpty();
        assertThat(DOCUMENT.undocumented(DOCUMENT.schema("Problem"), example)).isEmpty();
    }

    @Test
    void problemsHaveTheDocumentedMembers() {
        String full = Problem.invalid("/type", "x").at("/here").toJson();

        assertThat(DOCUMENT.undocumented(DOCUMENT.schema("Problem"), ApiDocument.value(full)))
                .isEmpty();
    }
}
