package io.marketbell.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KeyHashTest {

    @Test
    void matchesTheKeyItWasMadeOfAndNoOther() {
        KeyHash hash = KeyHash.of("mb_a_b");

        assertThat(hash.matches("mb_a_b")).isTrue();
        assertThat(hash.matches("mb_a_c")).isFalse();
        assertThat(KeyHash.parse(hash.text()).matches("mb_a_b")).isTrue();
        assertThat(KeyHash.parse(hash.text())).isEqualTo(hash);
    }

    @Test
    void theSameKeyHasAnotherHashEachTime() {
        assertThat(KeyHash.of("mb_a_b").text())
                .isNotEqualTo(KeyHash.of("mb_a_b").text());
    }

    @Test
    void matchesTheDigestThatAnybodyCanCompute() {
        // printf '\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0abc' | sha256sum
        KeyHash known = KeyHash.parse("sha256:00000000000000000000000000000000:"
                + "277e7ff6d232b9763f4a66e8d05d210da32dac9c6dbce1026ad4cc98acb5fefe");
        assertThat(known.matches("abc")).isTrue();
    }

    @Test
    void nothingMatchesTheHashOfNothing() {
        assertThat(KeyHash.OF_NOTHING.matches("")).isFalse();
        assertThatThrownBy(() -> KeyHash.parse("md5:00:00")).isInstanceOf(IllegalArgumentException.class);
    }
}
