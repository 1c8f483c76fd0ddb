package io.marketbell.ratelimit.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7",
        "2001:db8::1, 2001:db8::/64",
        "2001:db8:0:0:ffff:ffff:ffff:ffff, 2001:db8::/64",
        "2001:0db8:00a0:0001::1, 2001:db8:a0:1::/64",
        "2001:db8:0:1::1, 2001:db8:0:1::/64",
        "2001:DB8::1, 2001:db8::/64",
        "::1, ::/64",
        "::ffff:203.0.113.7, 203.0.113.7",
        "::ffff:cb00:7107, 203.0.113.7",
        "fe80::1%eth0, fe80::/64",
        "2001:db8::/64, 2001:db8::/64",
        "203.0.113.7:80, unknown",
        "[2001:db8::1]:80, unknown",
        "203.0.113.256, unknown",
        "010.0.0.1, unknown",
        "unknown, unknown",
        "_hidden, unknown",
        "evil.example.com, unknown",
        "1:2:3, unknown",
        "'', unknown"
    })
    void addressesAreGroupedByTheNetworkOfTheirOwner(String text, String kept) {
        assertThat(ClientAddress.of(text)).isEqualTo(kept);
        assertThat(ClientAddress.of(kept)).as("again").isEqualTo(kept);
    }

    @Test
    void aSubjectIsFoundByAnyAddressOfItsNetwork() {
        assertThat(Subject.parse("address:2001:db8::7:1")).hasToString("address:2001:db8::/64");
        assertThat(Subject.parse("address:2001:db8::/64")).hasToString("address:2001:db8::/64");
        assertThat(Subject.parse("endpoint:POST /api/v1/notifications"))
                .hasToString("endpoint:POST /api/v1/notifications");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice",
                "user:",
                ":alice",
                "users:alice",
                "address:evil.example.com",
                "address:999.0.113.7",
                "address:203.0.113.7/24",
                "address:203.0.113.7/48",
                "tier:gold",
                "user:a\nb",
                ""
            })
    void invalidSubjectsAreRejected(String text) {
        assertThatThrownBy(() -> Subject.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
