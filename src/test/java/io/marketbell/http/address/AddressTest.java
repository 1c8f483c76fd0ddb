package io.marketbell.http.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.0.0.0",
        "255.249.199.9, 255.249.199.9",
        "203.0.113.7:4711, 203.0.113.7",
        "203.0.113.7:_hidden, 203.0.113.7",
        "2001:DB8::1, 2001:db8::1",
        "2001:db8:0:0:0:0:0:1, 2001:db8::1",
        "2001:db8:0:1:0:0:0:1, 2001:db8:0:1::1",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "[::1]:443, ::1",
        "::ffff:203.0.113.7, 203.0.113.7"
    })
    void equalAddressesHaveEqualTexts(String text, String shortest) {
        assertThat(Address.parse(text).map(Address::text)).contains(shortest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "dead.beef",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.",
                ".1.2.3",
                "1..2.3",
                "00.0.0.0",
                "1.2.3.4294967297",
                "\u0661.2.3.4",
                "\u0661::1",
                "010.0.0.1",
                "0x7f.0.0.1",
                "2130706433",
                "1.2.3.4:",
                "1.2.3.4:0",
                "1.2.3.4:99999",
                "::1%lo",
                "[::1",
                "[::1]x",
                "1::2::3",
                "12345::1",
                " 1.2.3.4"
            })
    void otherTextsAreRejectedWithoutADnsLookup(String text) {
        assertThat(Address.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:a0:1:ffff:ffff:ffff:ffff, 64, 2001:db8:a0:1::/64",
        "2001:db8::1, 64, 2001:db8::/64",
        "::1, 64, ::/64",
        "2001:db8::1, 128, 2001:db8::1/128",
        "ffff::1, 9, ff80::/9",
        "ffff::1, 0, ::/0"
    })
    void aBlockStartsWithTheCommonPrefix(String text, int prefix, String block) {
        assertThat(Address.parse(text).map(address -> Address.block((Inet6Address) address, prefix)))
                .contains(block);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "192.0.2.1, 192.0.2.1",
                "::ffff:192.0.2.1, 192.0.2.1",
                "2001:db8::1:2:3:4, 2001:db8::/64",
                "somewhere, unknown",
                "null, unknown"
            })
    void aClientIsNamedByTheBlockThatItControls(String text, String client) {
        assertThat(Address.client(text)).isEqualTo(client);
    }
}
