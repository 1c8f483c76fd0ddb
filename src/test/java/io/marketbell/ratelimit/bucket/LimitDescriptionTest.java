package io.marketbell.ratelimit.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.apidocs.ApiDocument;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The limits in the OpenAPI document match those that {@code AllowanceRequest} and {@link Limit} accept. */
class LimitDescriptionTest {
    private static final ApiDocument DOCUMENT = ApiDocument.openApi();

    @Test
    void numbersMatchTheCode() {
        for (String number : new String[] {"rate_per_second", "burst"}) {
            assertThat(DOCUMENT.schema("Allowance")
                            .at("/properties/" + number + "/maximum")
                            .asLong())
                    .isEqualTo(Limit.MOST);
            assertThat(DOCUMENT.schema("Allowance")
                            .at("/properties/" + number + "/minimum")
                            .asLong())
                    .isEqualTo(1);
        }
    }

    @Test
    void wordsMatchTheCode() {
        assertThat(DOCUMENT.texts("/components/schemas/LimitMode/enum"))
                .containsExactlyElementsOf(
                        Arrays.stream(Mode.values()).map(Mode::label).toList());
        assertThat(DOCUMENT.texts("/components/schemas/Problem/properties/violated-policies/items/enum"))
                .containsExactlyElementsOf(
                        Arrays.stream(Policy.values()).map(Policy::label).toList());
    }
}
