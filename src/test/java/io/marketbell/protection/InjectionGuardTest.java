package io.marketbell.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.protection.injection.Inspector.Origin;
import io.marketbell.protection.injection.Rule;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InjectionGuardTest {
    private static final String ATTACK = "1 union select 2,3";

    private final InjectionGuard blocking = new InjectionGuard(InjectionMode.BLOCK);

    @Test
    void blockingRefusesAndCounts() {
        assertThat(blocking.refusal("/note", ATTACK, Origin.TEXT)).contains(new Finding("/note", Rule.UNION));
        assertThat(blocking.counts()).containsEntry(Rule.UNION, 1L).containsEntry(Rule.PROBE, 0L);
    }

    @Test
    void reportingOnlyCounts() {
        InjectionGuard reporting = new InjectionGuard(InjectionMode.REPORT);

        assertThat(reporting.refusal("/note", ATTACK, Origin.TEXT)).isEmpty();
        assertThat(reporting.counts()).containsEntry(Rule.UNION, 1L);
    }

    @Test
    void offLooksAtNothing() {
        InjectionGuard off = new InjectionGuard(InjectionMode.OFF);

        assertThat(off.refusal("/note", ATTACK, Origin.TEXT)).isEmpty();
        assertThat(off.counts().values()).containsOnly(0L);
    }

    @Test
    void aMisspeltModeIsNoMode() {
        assertThat(InjectionMode.of(" Report ")).isEqualTo(InjectionMode.REPORT);
        assertThatThrownBy(() -> InjectionMode.of("blok")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anExcerptCannotEndTheLineOfALog() {
        assertThat(Excerpt.of("a\r\nb\u001b[31m")).isEqualTo("a\\u000d\\u000ab\\u001b[31m");
        assertThat(Excerpt.of("x".repeat(100))).hasSize(63);
    }

    @Test
    void everyPieceOfARequestIsLookedAtAndNamed() {
        RequestTexts texts = new RequestTexts(blocking);

        assertThat(texts.path("/api/v1/x%27%20or%201=1--")).map(Finding::place).contains("path");
        assertThat(texts.query("a=1&after=2+or+3%3D3")).map(Finding::place).contains("query/after");
        assertThat(texts.query("1+or+1%3D1")).map(Finding::place).contains("query");
        assertThat(texts.query("q=100%")).map(Finding::rule).contains(Rule.MALFORMED_ESCAPE);
        assertThat(texts.header("Cookie", "a=b; theme=x' or 'a'='a"))
                .map(Finding::place)
                .contains("cookie/theme");
        assertThat(texts.header("Last-Event-ID", "5 or 5=5"))
                .map(Finding::place)
                .contains("header/Last-Event-ID");
    }

    @Test
    void whatBrowsersAndProtocolsSayIsNot() {
        assertThat(Stream.of("Authorization", "User-Agent", "Sec-WebSocket-Key", "if-none-match"))
                .noneMatch(RequestTexts::carriesValues);
        assertThat(Stream.of("X-API-Key", "x-api-key", "X-Api-Key", "TE", "te", "HOST", "hOST", "DNT"))
                .noneMatch(RequestTexts::carriesValues);
        assertThat(Stream.of("Cookie", "Last-Event-ID", "X-Request-Id", "X-Whatever", "Hosts", "X-API-Key2"))
                .allMatch(RequestTexts::carriesValues);
        assertThat(new RequestTexts(blocking).query("after=0&limit=10&type=ORDER_FILLED&type=RISK_ALERT"))
                .isEmpty();
        assertThat(new RequestTexts(blocking).query(null)).isEmpty();
    }

    @Test
    void aStringOfJsonIsNamedByItsPointer() {
        assertThat(JsonTexts.inspect("{\"a\":[{\"b\":\"ok\"},[1,\"x' or 'a'='a\"]]}", blocking))
                .map(Finding::place)
                .contains("/a/1/1");
        assertThat(JsonTexts.inspect("{\"a\":{\"1 or 1=1\":2}}", blocking))
                .map(Finding::place)
                .contains("/a/1 or 1=1");
        assertThat(JsonTexts.inspect("{\"label\":\"O'Brien's key\"}", blocking)).isEmpty();
        assertThat(JsonTexts.inspect("{\"label\":", blocking)).isEmpty();
        assertThat(JsonTexts.inspect("[".repeat(1_001), blocking)).isEmpty();
        assertThat(JsonTexts.inspect("{\"a\":1e99999999999}", blocking)).isEmpty();
    }
}
