package io.marketbell.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReservedNamesTest {

    @Test
    void namesOfTheAuditLogAreReservedInAnyCase() {
        assertThat(ReservedNames.has("system")).isTrue();
        assertThat(ReservedNames.has("System")).isTrue();
        assertThat(ReservedNames.has("ANONYMOUS")).isTrue();
        assertThat(ReservedNames.has("pseudonym-0af7651916cd43dd8448")).isTrue();
    }

    @Test
    void otherNamesAreNot() {
        assertThat(ReservedNames.has("alice")).isFalse();
        assertThat(ReservedNames.has("system-7")).isFalse();
        assertThat(ReservedNames.has("admin")).isFalse();
    }
}
