package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.apidocs.DocumentedClient;
import io.marketbell.apidocs.DocumentedClient.Answer;
import io.marketbell.apidocs.DocumentedClient.Ask;
import io.marketbell.testkit.server.MarketbellServer;
import io.marketbell.testkit.server.ProductServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages that display the API documents. */
@ProductServer(shared = true)
class DocumentPagesIT {
    private final DocumentedClient documentedClient =
            new DocumentedClient(MarketbellServer.shared().base());

    @ParameterizedTest
    @CsvSource({
        "/docs/, text/html",
        "/docs/asyncapi.html, text/html",
        "/docs/start.js, text/javascript",
        "/docs/asyncapi.js, text/javascript",
        "/docs/docs.css, text/css",
        "/docs/lib/swagger-ui-bundle.js, text/javascript",
        "/docs/lib/swagger-ui.css, text/css",
        "/docs/lib/js-yaml.mjs, text/javascript",
        "/asyncapi.yaml, application/yaml"
    })
    void pagesComeFromHereUnderAStrictPolicy(String path, String type) {
        Answer page = documentedClient.ask(Ask.of("GET", path));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.type()).startsWith(type);
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy ->
                        assertThat(policy).contains("script-src 'self'").doesNotContain("unsafe"));
        if (type.equals("text/html")) {
            assertThat(page.body()).doesNotContain("style=", "onclick", "//cdn").doesNotContainPattern("<script>");
        }
    }

    @Test
    void librariesAreCachedUntilTheirVersionChanges() {
        Ask ask = Ask.of("GET", "/docs/lib/swagger-ui.css");
        String tag = documentedClient.ask(ask).headers().firstValue("ETag").orElseThrow();

        Answer again = documentedClient.ask(ask.with("If-None-Match", tag));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        Answer compressed = documentedClient.ask(ask.with("Accept-Encoding", "gzip"));
        assertThat(compressed.headers().firstValue("Content-Encoding")).hasValue("gzip");
    }

    @ParameterizedTest
    @CsvSource({"/docs/lib/swagger-ui.js", "/docs/lib/", "/webjars/js-yaml/4.3.1/package.json"})
    void otherFilesOfTheLibrariesAreNotServed(String path) {
        assertThat(documentedClient.ask(Ask.of("GET", path)).status()).isBetween(400, 404);
    }
}
