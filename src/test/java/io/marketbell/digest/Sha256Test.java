package io.marketbell.digest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Sha256Test {
    /** The examples of FIPS 180-4. */
    @Test
    void theHashIsThatOfTheStandard() {
        assertThat(hex(Sha256.of())).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(hex(Sha256.of("abc".getBytes(US_ASCII))))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void severalPartsAreHashedAsOne() {
        assertThat(Sha256.of("a".getBytes(US_ASCII), "bc".getBytes(US_ASCII)))
                .isEqualTo(Sha256.of("abc".getBytes(US_ASCII)));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
