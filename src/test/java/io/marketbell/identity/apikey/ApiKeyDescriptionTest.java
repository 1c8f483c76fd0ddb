package io.marketbell.identity.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.apidocs.ApiDocument;
import io.marketbell.identity.Role;
import io.marketbell.identity.Tier;
import io.marketbell.identity.UserName;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The OpenAPI description of API keys matches the rules of {@link ApiKeyRequest}. */
class ApiKeyDescriptionTest {
    private static final ApiDocument DOCUMENT = ApiDocument.openApi();

    @Test
    void rolesAndTiersMatchTheCode() {
        assertThat(DOCUMENT.texts("/components/schemas/Role/enum"))
                .containsExactlyElementsOf(
                        Arrays.stream(Role.values()).map(Role::label).toList());
        assertThat(DOCUMENT.texts("/components/schemas/Tier/enum"))
                .containsExactlyElementsOf(
                        Arrays.stream(Tier.values()).map(Tier::label).toList());
        assertThat(DOCUMENT.schema("ApiKeyRequest")
                        .at("/properties/roles/maxItems")
                        .asInt())
                .isEqualTo(Role.values().length);
    }

    @Test
    void maximumNameLengthsMatch() {
        assertThat(DOCUMENT.schema("ApiKeyRequest")
                        .at("/properties/user/maxLength")
                        .asInt())
                .isEqualTo(UserName.MAX_LENGTH);
        assertThat(DOCUMENT.schema("ApiKeyRequest")
                        .at("/properties/label/maxLength")
                        .asInt())
                .isEqualTo(UserName.MAX_LENGTH);
    }
}
