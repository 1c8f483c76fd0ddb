package io.marketbell.protection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

class SecurityHeadersTest {

    @ParameterizedTest
    @EnumSource(Part.class)
    void noPolicyAllowsWhatIsUnsafe(Part part) {
        String policy = SecurityHeaders.of(part, true, false).get(SecurityHeaders.CONTENT_SECURITY);

        assertThat(policy)
                .startsWith("default-src 'none';")
                .contains("frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'")
                .doesNotContain("unsafe", "*", "http:");
    }

    @Test
    void transportSecurityIsSaidOverHttpsOnly() {
        assertThat(SecurityHeaders.of(Part.PAGE, true, false)).containsKey("Strict-Transport-Security");
        assertThat(SecurityHeaders.of(Part.PAGE, false, false)).doesNotContainKey("Strict-Transport-Security");
    }

    @Test
    void answersOfTheApiAndErrorsAreNeverKept() {
        assertThat(SecurityHeaders.of(Part.API, true, false)).containsEntry("Cache-Control", "no-store");
        assertThat(SecurityHeaders.of(Part.PAGE, true, true)).containsEntry("Cache-Control", "no-store");
        assertThat(SecurityHeaders.of(Part.PAGE, true, false)).containsEntry("Cache-Control", "no-cache");
    }

    @Test
    void theServerSaysTheSameWhereTheApplicationIsNotAsked() throws Exception {
        Document http = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(Path.of("server-config/includes/http.xml").toFile());

        assertThat(configured(http, "hardened")).isEqualTo(SecurityHeaders.of(Part.API, false, true));
        assertThat(configured(http, "hardenedSecure")).isEqualTo(SecurityHeaders.of(Part.API, true, true));
    }

    @Test
    void onlyTheEndpointOfHttpsHasTheHeadersOfHttps() throws Exception {
        Document http = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(Path.of("server-config/includes/http.xml").toFile());
        NodeList endpoints = http.getElementsByTagName("httpEndpoint");

        assertThat(endpoints.getLength()).isEqualTo(2);
        for (int i = 0; i < endpoints.getLength(); i++) {
            Element endpoint = (Element) endpoints.item(i);
            boolean https = !endpoint.getAttribute("httpsPort").equals("-1");
            assertThat(endpoint.getAttribute("httpPort").equals("-1")).isEqualTo(https);
            assertThat(endpoint.getAttribute("headersRef")).isEqualTo(https ? "hardenedSecure" : "hardened");
        }
    }

    private static Map<String, String> configured(Document http, String id) {
        NodeList all = http.getElementsByTagName("headers");
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            if (element.getAttribute("id").equals(id)) {
                NodeList set = element.getElementsByTagName("setIfMissing");
                for (int j = 0; j < set.getLength(); j++) {
                    Node header = set.item(j);
                    List<String> parts = List.of(header.getTextContent().split(":", 2));
                    headers.put(parts.get(0), parts.get(1));
                }
            }
        }
        return headers;
    }
}
