package io.marketbell.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.operations.RecordingConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackAllowlistTest {

    private final CallbackAllowlist allowlist = new CallbackAllowlist(List.of(
            "hooks.example.com", "ops.example.net:8443", " *.Example.ORG", "127.0.0.1:9000", "[::1]", "10.1.0.0/16"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example.com/fills?token=1",
                "https://HOOKS.example.com:444/",
                "http://hooks.example.com",
                "https://ops.example.net:8443/x",
                "https://a.example.org/",
                "https://a.b.example.org/",
                "http://127.0.0.1:9000/hook",
                "http://[::1]:7000/",
                "http://10.1.200.3/"
            })
    void acceptsListedHosts(String url) {
        assertThat(allowlist.refusal(url)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/",
                "https://evil-hooks.example.com/",
                "https://hooks.example.com.evil.net/",
                "https://ops.example.net/",
                "https://example.org/",
                "https://notexample.org/",
                "http://127.0.0.1:9001/",
                "http://127.0.0.2:9000/",
                "http://2130706433:9000/",
                "http://0x7f.1:9000/",
                "http://10.2.0.1/",
                "https://user:password@hooks.example.com/",
                "https://hooks.example.com@evil.net/",
                "https://hooks.example.com/#x",
                "ftp://hooks.example.com/",
                "file:///etc/passwd",
                "//hooks.example.com/",
                "hooks.example.com",
                "https://hooks.example.com\\@evil.net/",
                "https:///",
                ""
            })
    void rejectsUnlistedHosts(String url) {
        assertThat(allowlist.refusal(url)).isPresent();
    }

    @Test
    void emptyListAllowsNothing() {
        assertThat(new CallbackAllowlist(List.of()).refusal("https://hooks.example.com/"))
                .hasValueSatisfying(why -> assertThat(why).contains("hooks.example.com"));
    }

    @Test
    void listedNameMustNotResolveToAnInternalAddress() throws UnknownHostException {
        assertThatThrownBy(() -> allowlist.allowed("hooks.example.com", 443, address("192.168.0.7")))
                .isInstanceOf(CallbackAllowlist.AddressRefused.class)
                .hasMessageNotContaining("192");
        assertThatThrownBy(() -> allowlist.allowed("hooks.example.com", 443, address("::ffff:127.0.0.1")))
                .isInstanceOf(CallbackAllowlist.AddressRefused.class);
    }

    @Test
    void onlyAllowedAddressesOfAHostAreUsed() throws UnknownHostException {
        assertThat(allowlist.allowed("hooks.example.com", 443, address("192.168.0.7"), address("8.8.8.8")))
                .containsExactly(new InetSocketAddress(address("8.8.8.8"), 443));
    }

    @Test
    void nameMayResolveToAListedAddress() throws UnknownHostException {
        assertThat(allowlist.allowed("hooks.example.com", 443, address("10.1.2.3")))
                .hasSize(1);
        assertThat(allowlist.allowed("hooks.example.com", 9000, address("127.0.0.1")))
                .hasSize(1);
        assertThatThrownBy(() -> allowlist.allowed("hooks.example.com", 443, address("127.0.0.1")))
                .isInstanceOf(CallbackAllowlist.AddressRefused.class);
    }

    @Test
    void localhostAllowsTheLoopback() throws UnknownHostException {
        CallbackAllowlist local = new CallbackAllowlist(List.of("localhost:9000"));
        assertThat(local.refusal("http://localhost:9000/")).isEmpty();
        assertThat(local.allowed("localhost", 9000, address("127.0.0.1"), address("::1")))
                .hasSize(2);
        assertThatThrownBy(() -> local.allowed("localhost", 9000, address("10.0.0.1")))
                .isInstanceOf(CallbackAllowlist.AddressRefused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://hooks.example.com", "hooks.example.com/x", "10.0.0.0/33", "x y", ""})
    void invalidListIsRejectedAtTheStart(String entry) {
        assertThatThrownBy(() -> new CallbackAllowlist(List.of(entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("marketbell.callback.hosts");
    }

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }

    private static final CallbackAllowlist STRICT = new CallbackAllowlist(
            List.of("hooks.example.com", "ops.example.net:8443", "*.example.org:*", "10.1.0.0/16", "10.2.0.0/16:*"),
            true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example.com/",
                "https://hooks.example.com:443/",
                "https://ops.example.net:8443/",
                "https://a.example.org:9000/",
                "https://10.1.2.3/",
                "https://10.2.2.3:8080/"
            })
    void whereHttpsIsRequiredEntriesWithoutAPortAllow443(String url) {
        assertThat(STRICT.refusal(url)).isEmpty();
    }

    @Test
    void whereHttpsIsRequiredOtherSchemesAndPortsAreRefusedWithTheReason() {
        assertThat(STRICT.refusal("http://hooks.example.com/")).hasValue("must start with https://");
        assertThat(STRICT.refusal("http://hooks.example.com:443/")).hasValue("must start with https://");
        assertThat(STRICT.refusal("https://hooks.example.com:8443/"))
                .hasValue("port 8443 of host hooks.example.com is not allowed for callbacks");
        assertThat(STRICT.refusal("https://ops.example.net/"))
                .hasValue("port 443 of host ops.example.net is not allowed for callbacks");
        assertThat(STRICT.refusal("https://10.1.2.3:22/")).isPresent();
        assertThat(STRICT.refusal("https://evil.test/")).hasValue("host evil.test is not an allowed callback host");
    }

    /** The port was checked with the entry of the name. */
    @Test
    void aNameWithAListedPortMayResolveToAListedNetworkWithoutPorts() throws Exception {
        InetAddress inside = InetAddress.getByName("10.1.2.3");

        assertThat(STRICT.allowed("ops.example.net", 8443, inside)).hasSize(1);
    }

    @Test
    void httpsIsRequiredInProductionUnlessSetOtherwise() {
        assertThat(refusesHttp(Map.of())).isFalse();
        assertThat(refusesHttp(Map.of("marketbell.production", "true"))).isTrue();
        assertThat(refusesHttp(Map.of("marketbell.production", "true", "marketbell.callback.https.required", "false")))
                .isFalse();
        assertThat(refusesHttp(Map.of("marketbell.callback.https.required", "true")))
                .isTrue();
    }

    private static boolean refusesHttp(Map<String, String> values) {
        Map<String, String> all = new HashMap<>(values);
        all.put("marketbell.callback.hosts", "hooks.example.com");
        return new CallbackSettings(new RecordingConfig(all))
                .allowlist()
                .refusal("http://hooks.example.com/")
                .isPresent();
    }
}
