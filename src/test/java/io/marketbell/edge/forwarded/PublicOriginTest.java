package io.marketbell.edge.forwarded;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.http.address.Authority;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublicOriginTest {
    private static final PublicOrigin REACHED = new PublicOrigin("http", "inner", 9080);

    @Test
    void withoutForwardingHeadersItIsTheOriginOfTheRequest() {
        assertThat(origin(9080, Optional.empty(), null, -1)).isEqualTo(REACHED);
    }

    @Test
    void aTlsTerminatingProxyReportsTheHost() {
        assertThat(origin(9080, Optional.of(true), "bell.example.com", -1).url())
                .isEqualTo("https://bell.example.com");
        assertThat(origin(9080, Optional.of(true), "bell.example.com:8443", -1).url())
                .isEqualTo("https://bell.example.com:8443");
        assertThat(origin(9080, Optional.of(true), "bell.example.com", 8443).url())
                .isEqualTo("https://bell.example.com:8443");
        assertThat(origin(-1, Optional.of(true), "[2001:db8::7]", -1).url()).isEqualTo("https://[2001:db8::7]");
    }

    @Test
    void aProxyForwardsTheHostHeader() {
        PublicOrigin reached = new PublicOrigin("http", "bell.example.com", 80);
        OriginalRequest https = new OriginalRequest(null, Optional.of(true), Optional.empty(), -1);

        assertThat(PublicOrigin.of(reached, -1, https).url()).isEqualTo("https://bell.example.com");
        assertThat(PublicOrigin.of(reached, 8443, https).url()).isEqualTo("https://bell.example.com:8443");
    }

    private static PublicOrigin origin(int header, Optional<Boolean> secure, String host, int port) {
        Optional<Authority> original =
                Optional.ofNullable(host).map(text -> Authority.parse(text).orElseThrow());
        return PublicOrigin.of(REACHED, header, new OriginalRequest(null, secure, original, port));
    }
}
