package io.marketbell.callback;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallbackSignatureTest {

    /** printf '1795435200.{"id":"01JD"}' | openssl dgst -sha256 -hmac whsec_alice */
    @Test
    void matchesOpenSslOverTimestampDotAndBody() {
        assertThat(CallbackSignature.of("whsec_alice", 1_795_435_200L, "{\"id\":\"01JD\"}"))
                .isEqualTo("v1=61d4cc180f0881819dd6d1895c285791405ae9d0099f4feef99aa1bdc9aadf65");
    }

    @Test
    void anyChangeYieldsADifferentSignature() {
        String signature = CallbackSignature.of("secret", 1_795_435_200L, "{}");
        assertThat(CallbackSignature.of("secret", 1_795_435_201L, "{}")).isNotEqualTo(signature);
        assertThat(CallbackSignature.of("secret", 1_795_435_200L, "{ }")).isNotEqualTo(signature);
        assertThat(CallbackSignature.of("secreT", 1_795_435_200L, "{}")).isNotEqualTo(signature);
    }
}
