package io.marketbell.http.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowedOriginsTest {
    private final AllowedOrigins origins =
            new AllowedOrigins(List.of("https://app.example.com", "http://localhost:3000"));

    @ParameterizedTest
    @CsvSource({
        // the server's own origin
        "https://bell.example.com, https, bell.example.com, 443, true",
        "https://bell.example.com:443, https, bell.example.com, 443, true",
        "HTTPS://Bell.Example.com, https, bell.example.com, 443, true",
        "http://localhost:9080, http, localhost, 9080, true",
        "http://[::1]:9080, http, ::1, 9080, true",
        "http://[::1]:9080, http, [::1], 9080, true",
        // similar, but a different origin
        "http://bell.example.com, https, bell.example.com, 443, false",
        "https://bell.example.com:8443, https, bell.example.com, 443, false",
        "https://bell.example.com.evil.example, https, bell.example.com, 443, false",
        "https://evil-bell.example.com, https, bell.example.com, 443, false",
        // configured origins
        "https://app.example.com, https, bell.example.com, 443, true",
        "http://localhost:3000, https, bell.example.com, 443, true",
        "http://localhost:3001, https, bell.example.com, 443, false",
        "http://app.example.com, https, bell.example.com, 443, false",
        // not an origin
        "null, https, bell.example.com, 443, false",
        "'', https, bell.example.com, 443, false",
        "bell.example.com, https, bell.example.com, 443, false",
        "https://bell.example.com/path, https, bell.example.com, 443, false",
        "https://user@bell.example.com, https, bell.example.com, 443, false",
        "file://, https, bell.example.com, 443, false",
        "chrome-extension://abc, https, bell.example.com, 443, false"
    })
    void pagesOfTheServerAndListedOnesMayConnect(String origin, String scheme, String host, int port, boolean allowed) {
        assertThat(origins.allow(origin, scheme, host, port)).isEqualTo(allowed);
    }

    @Test
    void aWildcardInTheSettingFailsTheStart() {
        assertThatThrownBy(() -> new AllowedOrigins(List.of("*")))
                .hasMessageContaining("marketbell.protection.origins");
    }
}
