package io.marketbell.apidocs;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.apidocs.CommonParts.Roles;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommonPartsTest {

    @Test
    void rolesAreDescribedInASentence() {
        assertThat(Roles.sentence(List.of("admin"))).isEqualTo("Requires the role `admin`.");
        assertThat(Roles.sentence(List.of("trader", "admin"))).isEqualTo("Requires the role `trader` or `admin`.");
        assertThat(Roles.sentence(List.of("publisher", "operator", "admin")))
                .isEqualTo("Requires the role `operator` or `publisher` or `admin`.");
    }
}
