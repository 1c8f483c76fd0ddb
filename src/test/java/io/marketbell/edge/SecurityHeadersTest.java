package io.marketbell.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class SecurityHeadersTest {

    private static final String OF_THE_API =
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    @ParameterizedTest
    @ValueSource(strings = {SecurityHeaders.PAGE_POLICY, SecurityHeaders.DOCS_POLICY, OF_THE_API})
    void noPolicyAllowsUnsafeSources(String policy) {
        assertThat(policy)
                .startsWith("default-src 'none';")
                .contains("frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'")
                .doesNotContain("unsafe", "*", "http:");
    }

    @Test
    void pagesHaveTheirOwnPolicyAndCaching() {
        assertThat(SecurityHeaders.of(ApplicationPart.PAGE, false))
                .containsEntry("Content-Security-Policy", SecurityHeaders.PAGE_POLICY)
                .containsEntry("Cache-Control", "no-cache");
        assertThat(SecurityHeaders.of(ApplicationPart.DOCS, false))
                .containsEntry("Content-Security-Policy", SecurityHeaders.DOCS_POLICY)
                .containsEntry("Cache-Control", "no-cache");
        assertThat(SecurityHeaders.PAGE_POLICY).contains("require-trusted-types-for 'script'");
        assertThat(SecurityHeaders.of(ApplicationPart.PAGE, true)).containsEntry("Cache-Control", "no-store");
    }

    @Test
    void theApiHasTheServersGeneralHeaders() throws Exception {
        assertThat(SecurityHeaders.of(ApplicationPart.API, false)).isEmpty();
        assertThat(configured(http(), "hardened"))
                .containsEntry("Content-Security-Policy", OF_THE_API)
                .containsEntry("X-Frame-Options", "DENY")
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("Referrer-Policy", "no-referrer")
                .containsEntry("Cross-Origin-Opener-Policy", "same-origin")
                .containsEntry("Cross-Origin-Resource-Policy", "same-origin")
                .containsEntry("Cache-Control", "no-store")
                .hasEntrySatisfying(
                        "Permissions-Policy",
                        policy -> assertThat(policy)
                                .contains("camera=()", "geolocation=()", "microphone=()", "payment=()")
                                .doesNotContain("*"));
    }

    /** A browser gives pages with different values no reference to each other's windows. */
    @Test
    void theDocumentsAreSeparatedFromTheDashboard() throws Exception {
        assertThat(SecurityHeaders.of(ApplicationPart.DOCS, false))
                .containsEntry("Cross-Origin-Opener-Policy", "same-origin-allow-popups");
        assertThat(SecurityHeaders.of(ApplicationPart.PAGE, false)).doesNotContainKey("Cross-Origin-Opener-Policy");
        assertThat(configured(http(), "hardened")).containsEntry("Cross-Origin-Opener-Policy", "same-origin");
        assertThat(SecurityHeaders.DOCS_POLICY).contains("worker-src 'none'");
        assertThat(SecurityHeaders.PAGE_POLICY).contains("frame-ancestors 'none'");
    }

    /** The different headers of pages must not be overwritten. */
    @Test
    void theServerSetsHeadersOfPagesOnlyIfMissing() throws Exception {
        NodeList missing = http().getElementsByTagName("setIfMissing");

        assertThat(IntStream.range(0, missing.getLength())
                        .mapToObj(i -> missing.item(i).getTextContent().split(":", 2)[0]))
                .containsOnly(SecurityHeaders.CONTENT_SECURITY, SecurityHeaders.OPENER, SecurityHeaders.CACHE_CONTROL);
    }

    @Test
    void httpsAddsOnlyStrictTransportSecurity() throws Exception {
        Map<String, String> secure = new LinkedHashMap<>(configured(http(), "hardened"));
        assertThat(secure).doesNotContainKey("Strict-Transport-Security");

        secure.put("Strict-Transport-Security", SecurityHeaders.HSTS);
        assertThat(configured(http(), "hardenedSecure")).isEqualTo(secure);
        assertThat(SecurityHeaders.HSTS).startsWith("max-age=31536000;");
    }

    @Test
    void onlyTheEndpointOfHttpsHasTheHeadersOfHttps() throws Exception {
        NodeList endpoints = http().getElementsByTagName("httpEndpoint");

        assertThat(endpoints.getLength()).isEqualTo(2);
        for (int i = 0; i < endpoints.getLength(); i++) {
            Element endpoint = (Element) endpoints.item(i);
            boolean https = !endpoint.getAttribute("httpsPort").equals("-1");
            assertThat(endpoint.getAttribute("httpPort").equals("-1")).isEqualTo(https);
            assertThat(endpoint.getAttribute("headersRef")).isEqualTo(https ? "hardenedSecure" : "hardened");
        }
    }

    private static Document http() throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(Path.of("server-config/includes/http.xml").toFile());
    }

    private static Map<String, String> configured(Document http, String id) {
        NodeList all = http.getElementsByTagName("headers");
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            if (element.getAttribute("id").equals(id)) {
                for (String how : List.of("set", "setIfMissing")) {
                    NodeList set = element.getElementsByTagName(how);
                    for (int j = 0; j < set.getLength(); j++) {
                        String[] parts = set.item(j).getTextContent().split(":", 2);
                        headers.put(parts[0], parts[1]);
                    }
                }
            }
        }
        return headers;
    }
}
