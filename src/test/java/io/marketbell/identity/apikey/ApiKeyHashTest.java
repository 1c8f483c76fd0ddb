package io.marketbell.identity.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ApiKeyHashTest {

    @Test
    void matchesOnlyTheOriginalKey() {
        ApiKeyHash hash = ApiKeyHash.of("mb_a_b");

        assertThat(hash.matches("mb_a_b")).isTrue();
        assertThat(hash.matches("mb_a_c")).isFalse();
        assertThat(ApiKeyHash.parse(hash.text()).matches("mb_a_b")).isTrue();
        assertThat(ApiKeyHash.parse(hash.text())).isEqualTo(hash);
    }

    @Test
    void sameKeyHasADifferentHashEachTime() {
        assertThat(ApiKeyHash.of("mb_a_b").text())
                .isNotEqualTo(ApiKeyHash.of("mb_a_b").text());
    }

    @Test
    void matchesAStandardSha256Digest() {
        // printf '\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0abc' | sha256sum
        ApiKeyHash known = ApiKeyHash.parse("sha256:00000000000000000000000000000000:"
                + "277e7ff6d232b9763f4a66e8d05d210da32dac9c6dbce1026ad4cc98acb5fefe");
        assertThat(known.matches("abc")).isTrue();
    }

    @Test
    void noKeyMatchesTheEmptyHash() {
        assertThat(ApiKeyHash.OF_UNKNOWN_KEY.matches("")).isFalse();
        assertThatThrownBy(() -> ApiKeyHash.parse("md5:00:00")).isInstanceOf(IllegalArgumentException.class);
    }
}
