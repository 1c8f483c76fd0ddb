package io.marketbell.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.apidocs.Described;
import org.junit.jupiter.api.Test;

/** What OpenAPI says of dead letters is what {@link LetterQuery} takes. */
class LetterDescriptionTest {
    private static final Described DOCUMENT = Described.openApi();

    @Test
    void aFilterHasTheMembersThatAreRead() {
        assertThat(DOCUMENT.properties("DeadLetterFilter")).containsExactlyInAnyOrderElementsOf(LetterQuery.MEMBERS);
    }

    @Test
    void aRecipientIsAsLongAsItMayBe() {
        assertThat(DOCUMENT.schema("DeadLetterFilter")
                        .at("/properties/recipient/maxLength")
                        .asInt())
                .isEqualTo(LetterQuery.LONGEST_RECIPIENT);
    }

    @Test
    void aPageHoldsAsManyAsItMay() {
        assertThat(DOCUMENT.schema("DeadLetterPage")
                        .at("/properties/dead_letters/maxItems")
                        .asInt())
                .isEqualTo(LetterQuery.MOST);
    }
}
