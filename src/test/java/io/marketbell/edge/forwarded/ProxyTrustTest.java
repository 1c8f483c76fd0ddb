package io.marketbell.edge.forwarded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.edge.forwarded.ProxyTrust.Unreliable;
import io.marketbell.http.address.Address;
import io.marketbell.http.address.Authority;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyTrustTest {
    private static final String PROXY = "10.0.0.1";

    private final ProxyTrust proxies = new ProxyTrust(List.of("10.0.0.0/8", "2001:db8:ffff::/48"));

    @ParameterizedTest(name = "X-Forwarded-For: {0} is {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.7 | 203.0.113.7",
                // read from the right: entries left of the first untrusted address may be forged
                "6.6.6.6, 203.0.113.7 | 203.0.113.7",
                "10.0.0.9, 6.6.6.6, 203.0.113.7 | 203.0.113.7",
                "garbage\", 203.0.113.7 | 203.0.113.7",
                // through several trusted proxies
                "203.0.113.7, 10.0.0.2 | 203.0.113.7",
                "6.6.6.6, 203.0.113.7, 2001:db8:ffff::5, 10.0.0.2 | 203.0.113.7",
                // all addresses are trusted: the farthest
                "10.0.0.3, 10.0.0.2 | 10.0.0.3",
                // forms
                "203.0.113.7:4711 | 203.0.113.7",
                "2001:db8::7 | 2001:db8::7",
                "[2001:db8::7] | 2001:db8::7",
                "[2001:db8::7]:4711 | 2001:db8::7",
                "2001:DB8:0:0:0:0:0:7 | 2001:db8::7",
                "::ffff:203.0.113.7 | 203.0.113.7",
                // an IPv4-mapped address of a proxy is that proxy
                "203.0.113.7, ::ffff:10.0.0.2 | 203.0.113.7",
                // the client is hidden on purpose: the address is that of the proxy that hid it
                "unknown | 10.0.0.1",
                "6.6.6.6, unknown | 10.0.0.1",
                "6.6.6.6, _hidden, 10.0.0.2 | 10.0.0.2"
            })
    void theClientIsTheFirstUntrustedAddressFromTheRight(String chain, String client) throws Unreliable {
        assertThat(address(Map.of("X-Forwarded-For", List.of(chain)))).isEqualTo(client);
    }

    @ParameterizedTest(name = "Forwarded: {0} is {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "for=203.0.113.7 | 203.0.113.7",
                "For=\"203.0.113.7:4711\";Proto=https | 203.0.113.7",
                "for=\"[2001:db8::7]:4711\" | 2001:db8::7",
                "for=\"[2001:db8::7]\";by=10.0.0.1 | 2001:db8::7",
                "for=6.6.6.6, for=203.0.113.7;proto=http , for=10.0.0.2 | 203.0.113.7",
                "for=_SEVKISEK | 10.0.0.1",
                "for=unknown | 10.0.0.1",
                "for=\"unknown:4711\" | 10.0.0.1",
                "proto=https | 10.0.0.1",
                // a comma within quotes does not separate elements
                "for=\"203.0.113.7\";ext=\"a, for=6.6.6.6\" | 203.0.113.7",
                "for=\"203.0.113\\.7\" | 203.0.113.7"
            })
    void theForwardedHeaderIsReadTheSameWay(String value, String client) throws Unreliable {
        assertThat(address(Map.of("Forwarded", List.of(value)))).isEqualTo(client);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for",
                "for=",
                "=203.0.113.7",
                "for=203.0.113.7;",
                "for=203.0.113.7,",
                "for=203.0.113.7 proto=https",
                "for=6.6.6.6;for=203.0.113.7",
                // a quote opened on the left must not include what the trusted proxy has added
                "for=\"6.6.6.6, for=203.0.113.7",
                "for=6.6.6.6;ext=\", for=\"203.0.113.7\"",
                "for=999.1.1.1",
                "for=evil.example",
                "for=203.0.113.7;proto=gopher",
                "for=203.0.113.7;host=\"a b\""
            })
    void ambiguousHeadersAreRefused(String value) {
        assertThatThrownBy(() -> original(Map.of("Forwarded", List.of(value)))).isInstanceOf(Unreliable.class);
    }

    @Test
    void entriesOfATrustedProxyMustBeAddresses() {
        assertThatThrownBy(() -> original(Map.of("X-Forwarded-For", List.of("203.0.113.7, garbage"))))
                .isInstanceOf(Unreliable.class);
        assertThatThrownBy(() -> original(Map.of("X-Forwarded-Proto", List.of("ftp"))))
                .isInstanceOf(Unreliable.class);
        assertThatThrownBy(() -> original(Map.of("X-Forwarded-Port", List.of("70000"))))
                .isInstanceOf(Unreliable.class);
    }

    @Test
    void severalHeadersAreOneList() throws Unreliable {
        assertThat(address(Map.of("X-Forwarded-For", List.of("6.6.6.6", "203.0.113.7, 10.0.0.2"))))
                .isEqualTo("203.0.113.7");
        assertThat(address(Map.of("Forwarded", List.of("for=6.6.6.6", "for=203.0.113.7"))))
                .isEqualTo("203.0.113.7");
    }

    @Test
    void schemeAndHostAreThoseOfTheFarthestTrustedProxy() throws Unreliable {
        OriginalRequest original = original(Map.of(
                "X-Forwarded-For", List.of("6.6.6.6, 203.0.113.7, 10.0.0.2"),
                "X-Forwarded-Proto", List.of("http, https, http"),
                "X-Forwarded-Host", List.of("evil.example, Bell.Example.com:8443, inner")));

        assertThat(original.secure()).contains(true);
        assertThat(original.host()).contains(new Authority("bell.example.com", 8443));
    }

    @Test
    void theNearestProxysSchemeTakesPrecedenceOverTheClients() throws Unreliable {
        OriginalRequest original = original(Map.of(
                "X-Forwarded-For", List.of("203.0.113.7"),
                "X-Forwarded-Proto", List.of("https, http"),
                "X-Forwarded-Host", List.of("evil.example", "bell.example.com")));

        assertThat(original.secure()).contains(false);
        assertThat(original.host()).contains(new Authority("bell.example.com", -1));
    }

    @Test
    void bothKindsOfHeadersMustAgree() throws Unreliable {
        assertThat(address(Map.of("Forwarded", List.of("for=203.0.113.7"), "X-Forwarded-For", List.of("203.0.113.7"))))
                .isEqualTo("203.0.113.7");
        // the proxy writes one kind and forwards the client's header of the other kind
        assertThatThrownBy(() -> original(
                        Map.of("Forwarded", List.of("for=6.6.6.6"), "X-Forwarded-For", List.of("203.0.113.7"))))
                .isInstanceOf(Unreliable.class)
                .hasMessageContaining("contradict");
        assertThatThrownBy(() -> original(Map.of(
                        "Forwarded",
                        List.of("for=203.0.113.7;proto=http"),
                        "X-Forwarded-For",
                        List.of("203.0.113.7"),
                        "X-Forwarded-Proto",
                        List.of("https"))))
                .isInstanceOf(Unreliable.class);
    }

    @Test
    void aProxyWithoutForwardingHeadersIsTheClient() throws Unreliable {
        assertThat(original(Map.of()))
                .isEqualTo(new OriginalRequest(ip(PROXY), Optional.empty(), Optional.empty(), -1));
    }

    @Test
    void onlyListedNetworksAreTrusted() {
        assertThat(proxies.trusts(ip("10.255.255.255"))).isTrue();
        assertThat(proxies.trusts(ip("11.0.0.1"))).isFalse();
        assertThat(proxies.trusts(ip("2001:db8:ffff::1"))).isTrue();
        assertThat(proxies.trusts(ip("2001:db8:fffe::1"))).isFalse();
        assertThat(new ProxyTrust(List.of()).trusts(ip("127.0.0.1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example.com", "10.0.0.0/33", "*", "10.0.0.0/x"})
    void anInvalidNetworkInTheSettingFailsTheStart(String network) {
        assertThatThrownBy(() -> new ProxyTrust(List.of(network)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("marketbell.ratelimit.trusted.proxies");
    }

    private String address(Map<String, List<String>> headers) throws Unreliable {
        return Address.text(original(headers).address());
    }

    private OriginalRequest original(Map<String, List<String>> headers) throws Unreliable {
        Map<String, List<String>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(headers);
        return proxies.clientSide(
                ip(PROXY), new ForwardingHeaders(name -> new ArrayList<>(byName.getOrDefault(name, List.of()))));
    }

    private static InetAddress ip(String text) {
        return Address.parse(text).orElseThrow();
    }
}
