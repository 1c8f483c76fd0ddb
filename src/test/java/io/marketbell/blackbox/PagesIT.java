package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.server.MarketbellServer;
import io.marketbell.testkit.server.ProductServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that pages use in addition to their own. */
@ProductServer(shared = true)
class PagesIT {
    private final MarketbellServer server = MarketbellServer.shared();
    private final RestClient anyone = RestClient.anonymous(server.base());

    @ParameterizedTest
    @CsvSource({
        "/lib/uplot.js, text/javascript, If-None-Match, ETag",
        "/lib/uplot.css, text/css, If-None-Match, ETag",
        "/client/marketbell.js, text/javascript, If-Modified-Since, Last-Modified"
    })
    void librariesComeFromTheSameOriginAndAreCached(String file, String type, String condition, String tag) {
        RestClient.Answer first = anyone.get(file).expect(200);
        assertThat(first.header("Content-Type")).startsWith(type);
        assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(anyone.with(condition, first.header(tag)).get(file).status()).isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/lib/", "/lib/other.js", "/lib/uplot.js/", "/lib/uplot.js.map"})
    void otherPathsAreNotLibraries(String file) {
        assertThat(anyone.get(file).expect(404).json().getString("title")).isEqualTo("Not found");
    }

    @ParameterizedTest
    @CsvSource({
        MarketbellServer.ADMIN + ", admin, admin",
        MarketbellServer.OPERATOR + ", operator, operator",
        MarketbellServer.PUBLISHER + ", publisher, publisher",
        MarketbellServer.DESK + ", desk, trader"
    })
    void aKeyIdentifiesItsUser(String key, String user, String role) {
        RestClient.Answer me = server.rest(key).get("/api/v1/me").expect(200);
        assertThat(me.json().getString("user")).isEqualTo(user);
        assertThat(me.json().getJsonArray("roles")).hasSize(1);
        assertThat(me.json().getJsonArray("roles").getString(0)).isEqualTo(role);
        assertThat(me.json().getString("tier")).isNotEmpty();
    }

    @Test
    void aRequestWithoutCredentialIsAnonymous() {
        assertThat(anyone.get("/api/v1/me").status()).isEqualTo(401);
    }
}
