package io.marketbell.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.apidocs.ApiDocument;
import org.junit.jupiter.api.Test;

/** The OpenAPI description of dead letters matches the rules of {@link DeadLetterQuery}. */
class DeadLetterDescriptionTest {
    private static final ApiDocument DOCUMENT = ApiDocument.openApi();

    @Test
    void filterHasTheAcceptedMembers() {
        assertThat(DOCUMENT.properties("DeadLetterFilter"))
                .containsExactlyInAnyOrderElementsOf(DeadLetterQuery.MEMBERS);
    }

    @Test
    void maximumRecipientLengthMatches() {
        assertThat(DOCUMENT.schema("DeadLetterFilter")
                        .at("/properties/recipient/maxLength")
                        .asInt())
                .isEqualTo(DeadLetterQuery.LONGEST_RECIPIENT);
    }

    @Test
    void maximumPageSizeMatches() {
        assertThat(DOCUMENT.schema("DeadLetterPage")
                        .at("/properties/dead_letters/maxItems")
                        .asInt())
                .isEqualTo(DeadLetterQuery.MOST);
    }
}
