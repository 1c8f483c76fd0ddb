package io.marketbell.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.edge.TrustedHosts.Fault;
import io.marketbell.http.address.Authority;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedHostsTest {
    private final TrustedHosts hosts =
            new TrustedHosts(List.of("localhost", "127.0.0.1", "[::1]", "bell.example.com", "*.apps.example.com"));

    @ParameterizedTest
    @CsvSource({
        "localhost, localhost",
        "LOCALHOST:9080, localhost",
        "localhost., localhost.",
        "127.0.0.1:9080, 127.0.0.1",
        "[::1]:9443, ::1",
        "[0:0:0:0:0:0:0:1], 0:0:0:0:0:0:0:1",
        "bell.example.com:1, bell.example.com",
        "a.apps.example.com, a.apps.example.com",
        "a.b.apps.example.com, a.b.apps.example.com"
    })
    void listedHostsAreAcceptedOnAnyPort(String header, String understood) {
        assertThat(hosts.fault(List.of(header), understood, false)).isEmpty();
    }

    /** The way Prometheus requests pods. A name never matches a network, regardless of the addresses it resolves to. */
    @ParameterizedTest
    @CsvSource({
        "10.42.7.9:9443, true",
        "10.43.7.9:9443, false",
        "[fd00::17]:9443, true",
        "[fe80::17]:9443, false",
        "10.42.7.9.evil.example, false",
        "localhost, false"
    })
    void addressesOfListedNetworksAreAccepted(String host, boolean taken) {
        TrustedHosts pods = new TrustedHosts(List.of("10.42.0.0/16", "fd00::/8"));

        assertThat(pods.contains(Authority.parse(host).orElseThrow())).isEqualTo(taken);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "bell.example.com.evil.example",
                "evilbell.example.com",
                "apps.example.com",
                "evilapps.example.com",
                "127.0.0.2",
                "[::2]",
                "10.1.2.3:9080"
            })
    void otherHostsAreUnknown(String host) {
        String understood = Authority.parse(host).orElseThrow().host();
        assertThat(hosts.fault(List.of(host), understood, false)).contains(Fault.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local host",
                "localhost:",
                "localhost:0",
                "localhost:99999",
                "localhost:80:80",
                "localhost:+80",
                "localhost/evil",
                "user@localhost",
                "localhost,evil.example",
                "[::1",
                "::1",
                "[localhost]",
                "[::1]evil",
                ".localhost",
                "local..host",
                "loc\u00e4lhost",
                "localhost\u0000"
            })
    void invalidHostsAreMalformed(String host) {
        boolean emptyPort = host.equals("localhost:");
        assertThat(hosts.fault(List.of(host), "localhost", false).isEmpty()).isEqualTo(emptyPort);
        if (!emptyPort) {
            assertThat(hosts.fault(List.of(host), "localhost", false)).contains(Fault.MALFORMED);
        }
    }

    @Test
    void thereIsExactlyOneHost() {
        assertThat(hosts.fault(List.of(), "localhost", false)).contains(Fault.MISSING);
        assertThat(hosts.fault(List.of(""), "localhost", false)).contains(Fault.MISSING);
        assertThat(hosts.fault(List.of("localhost", "localhost"), "localhost", false))
                .contains(Fault.SEVERAL);
    }

    /** The shortcut accepts fewer hosts than the rule, and none that the rule would reject. */
    @ParameterizedTest
    @CsvSource({
        "localhost, localhost, true",
        "localhost:9080, localhost, true",
        "bell.example.com, bell.example.com, true",
        "LOCALHOST, localhost, false",
        "a.apps.example.com, a.apps.example.com, false",
        "localhost:99999, localhost, false",
        "localhost.evil.example, localhost, false",
        "localhost@evil.example, localhost, false",
        "localhost, bell.example.com, false",
        "evil.example, evil.example, false"
    })
    void listedSpellingsAreAcceptedWithoutParsing(String header, String understood, boolean listed) {
        assertThat(hosts.list(header, understood)).isEqualTo(listed);
        if (listed) {
            assertThat(hosts.fault(List.of(header), understood, false)).isEmpty();
        }
    }

    @Test
    void requestLineMustNotNameAnotherHost() {
        assertThat(hosts.fault(List.of("localhost"), "bell.example.com", false)).contains(Fault.CONTRADICTED);
    }

    @Test
    void behindATrustedProxyTheForwardedHostCounts() {
        assertThat(hosts.fault(List.of("inner:9080"), "bell.example.com", true)).isEmpty();
        assertThat(hosts.fault(List.of("localhost"), "evil.example", true)).contains(Fault.UNKNOWN);
        assertThat(hosts.fault(List.of("in ner"), "bell.example.com", true)).contains(Fault.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "https://bell.example.com", "bell.example.com:443", "a.*.example.com", ""})
    void anInvalidHostInTheSettingFailsTheStart(String entry) {
        assertThatThrownBy(() -> new TrustedHosts(List.of(entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("marketbell.protection.hosts");
    }
}
