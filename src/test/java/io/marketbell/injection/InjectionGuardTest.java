package io.marketbell.injection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.injection.detector.finding.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InjectionGuardTest {
    private static final String ATTACK = "1 union select 2,3";
    private static final String CONDITION = "RSI below 30 and MACD > 0";
    private static final String SUSPICIOUS = "100 or price < 5";

    private final List<String> found = new ArrayList<>();
    private final InjectionGuard blocking = guard(InjectionMode.BLOCK, InjectionMode.BLOCK);

    private InjectionGuard guard(InjectionMode mode, InjectionMode textMode) {
        InjectionGuard guard = new InjectionGuard(mode, textMode);
        guard.onFinding((source, finding, refused) -> found.add(source.label() + " "
                + finding.place().label() + " " + finding.rule().label() + " " + refused));
        return guard;
    }

    private static Optional<InjectionFinding> inIdentifier(InjectionGuard guard, String text) {
        return guard.refusal(TextSource.PUBLICATION, TextPlace.IDENTIFIER, "/instrument", text);
    }

    private static Optional<InjectionFinding> inText(InjectionGuard guard, String text) {
        return guard.refusal(TextSource.PUBLICATION, TextPlace.TEXT, "/body/note", text);
    }

    @Test
    void anIdentifierIsRefusedForAnySignOfAnAttack() {
        assertThat(inIdentifier(blocking, ATTACK))
                .contains(new InjectionFinding("/instrument", TextPlace.IDENTIFIER, Rule.UNION));
        assertThat(inIdentifier(blocking, CONDITION)).isPresent();
        assertThat(found).containsExactly("publication identifier union true", "publication identifier boolean true");
    }

    @Test
    void freeTextIsRefusedOnlyWhereItIsUnmistakablyAnAttackAndReportedWhereItIsSuspicious() {
        assertThat(inText(blocking, ATTACK)).contains(new InjectionFinding("/body/note", TextPlace.TEXT, Rule.UNION));
        assertThat(inText(blocking, SUSPICIOUS)).isEmpty();
        assertThat(inText(blocking, CONDITION)).isEmpty();
        assertThat(inText(blocking, "sold half at the open")).isEmpty();
        assertThat(found).containsExactly("publication text union true", "publication text boolean false");
    }

    /** The condition is an attack as the value of a parameter, and what a trader writes in a note. */
    @ParameterizedTest
    @EnumSource(TextPlace.class)
    void everyPlaceExceptFreeTextIsStrict(TextPlace place) {
        String encoded = place == TextPlace.PATH || place == TextPlace.SEGMENT || place == TextPlace.QUERY
                ? "1%20or%20price%20%3C%205"
                : "1 or price < 5";

        assertThat(blocking.refusal(TextSource.REQUEST, place, "x", encoded).isPresent())
                .isEqualTo(place != TextPlace.TEXT);
        assertThat(blocking.refusal(TextSource.REQUEST, place, "x", "../../../etc/passwd"))
                .map(InjectionFinding::advice)
                .contains("looks like an attack; rephrase it, or ask an operator to set "
                        + (place == TextPlace.TEXT
                                ? "marketbell.protection.injection.text.mode"
                                : "marketbell.protection.injection.mode")
                        + " to report");
    }

    @Test
    void reportingRefusesNothingAndCountsAll() {
        InjectionGuard reporting = guard(InjectionMode.REPORT, InjectionMode.REPORT);

        assertThat(inIdentifier(reporting, ATTACK)).isEmpty();
        assertThat(inText(reporting, ATTACK)).isEmpty();
        assertThat(inText(reporting, SUSPICIOUS)).isEmpty();
        assertThat(inText(reporting, CONDITION)).isEmpty();
        assertThat(found)
                .containsExactly(
                        "publication identifier union false",
                        "publication text union false",
                        "publication text boolean false");
    }

    @Test
    void eachModeAppliesToItsPlacesOnly() {
        InjectionGuard urls = guard(InjectionMode.BLOCK, InjectionMode.OFF);
        InjectionGuard texts = guard(InjectionMode.OFF, InjectionMode.BLOCK);

        assertThat(inText(urls, ATTACK)).isEmpty();
        assertThat(inIdentifier(texts, ATTACK)).isEmpty();
        assertThat(found).isEmpty();
        assertThat(inIdentifier(urls, ATTACK)).isPresent();
        assertThat(inText(texts, ATTACK)).isPresent();
    }

    @Test
    void aRefusalAdvisesAndNamesThePlaceButNotTheRule() {
        assertThat(inText(blocking, ATTACK).orElseThrow().problem().toJson())
                .contains("the value at /body/note", "rephrase it", "marketbell.protection.injection.text.mode")
                .doesNotContain("union", "select");
        assertThat(inIdentifier(blocking, ATTACK).orElseThrow().problem().toJson())
                .contains(
                        "the value at /instrument looks like an attack; rephrase it",
                        "marketbell.protection.injection.mode to report")
                .doesNotContain("union", "select");
    }

    @Test
    void aSegmentOfThePathIsCountedAsPath() {
        new RequestInspection(blocking).path("/api/v1/notifications/1%20or%20id");

        assertThat(found).containsExactly("request path boolean true");
    }

    @Test
    void aFloodOfFindingsIsCountedButNotLoggedLineByLine() {
        long[] now = {0};
        FindingLog log = new FindingLog(2, () -> now[0]);

        assertThat(List.of(log.acquire(), log.acquire(), log.acquire(), log.acquire()))
                .containsExactly(0L, 0L, -1L, -1L);
        now[0] = 1_000_000_000L;
        assertThat(List.of(log.acquire(), log.acquire())).containsExactly(2L, 0L);
    }

    @Test
    void aMisspeltModeIsRejected() {
        assertThat(InjectionMode.of(" Report ")).isEqualTo(InjectionMode.REPORT);
        assertThatThrownBy(() -> InjectionMode.of("blok")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anExcerptCannotEndTheLineOfALog() {
        assertThat(FindingLog.excerpt("a\r\nb\u001b[31m")).isEqualTo("a\\u000d\\u000ab\\u001b[31m");
        assertThat(FindingLog.excerpt("x".repeat(100))).hasSize(63);
    }

    @Test
    void everyPartOfARequestIsInspectedAndNamed() {
        RequestInspection texts = new RequestInspection(blocking);

        assertThat(texts.path("/api/v1/x%27%20or%201=1--"))
                .map(InjectionFinding::name)
                .contains("path");
        assertThat(texts.path("/api/v1/users/%2Fvar%2Flib%2Fx/data"))
                .map(InjectionFinding::rule)
                .contains(Rule.ABSOLUTE_PATH);
        assertThat(texts.path("/api/v1/notifications/1%20or%20id"))
                .contains(new InjectionFinding("path", TextPlace.SEGMENT, Rule.BOOLEAN));
        assertThat(texts.path("/api/v1/users/zo%C3%AB@desk.example/data")).isEmpty();
        assertThat(texts.query("a=1&after=2+or+3%3D3"))
                .map(InjectionFinding::name)
                .contains("query/after");
        assertThat(texts.query("1+or+1%3D1")).map(InjectionFinding::name).contains("query");
        assertThat(texts.query("q=100%")).map(InjectionFinding::rule).contains(Rule.MALFORMED_ESCAPE);
        assertThat(texts.header("Cookie", "a=b; theme=x' or 'a'='a"))
                .map(InjectionFinding::name)
                .contains("cookie/theme");
        assertThat(texts.header("Last-Event-ID", "5 or 5=5"))
                .map(InjectionFinding::name)
                .contains("header/Last-Event-ID");
    }

    @Test
    void headersOfBrowsersAndProtocolsAreNotInspected() {
        assertThat(Stream.of("Authorization", "User-Agent", "Sec-WebSocket-Key", "if-none-match"))
                .noneMatch(RequestInspection::carriesValues);
        assertThat(Stream.of("X-API-Key", "x-api-key", "X-Api-Key", "TE", "te", "HOST", "hOST", "DNT"))
                .noneMatch(RequestInspection::carriesValues);
        assertThat(Stream.of("Cookie", "Last-Event-ID", "X-Request-Id", "X-Whatever", "Hosts", "X-API-Key2"))
                .allMatch(RequestInspection::carriesValues);
        assertThat(new RequestInspection(blocking).query("after=0&limit=10&type=ORDER_FILLED&type=RISK_ALERT"))
                .isEmpty();
        assertThat(new RequestInspection(blocking).query(null)).isEmpty();
    }

    @Test
    void aStringOfJsonIsNamedByItsPointer() {
        assertThat(JsonTextInspection.inspect("{\"a\":[{\"b\":\"ok\"},[1,\"x' or 'a'='a\"]]}", blocking))
                .map(InjectionFinding::name)
                .contains("/a/1/1");
        assertThat(JsonTextInspection.inspect("{\"a\":{\"1 or 1=1\":2}}", blocking))
                .map(InjectionFinding::name)
                .contains("/a/1 or 1=1");
        assertThat(JsonTextInspection.inspect("{\"label\":\"O'Brien's key\"}", blocking))
                .isEmpty();
        assertThat(JsonTextInspection.inspect("{\"label\":\"" + CONDITION + "\"}", blocking))
                .isEmpty();
        assertThat(JsonTextInspection.inspect("{\"filter\":\"" + CONDITION + "\"}", blocking))
                .map(InjectionFinding::name)
                .contains("/filter");
        // the object before it ends with a note; the array's own strings are identifiers
        assertThat(JsonTextInspection.inspect("{\"types\":[{\"note\":\"x\"},\"" + CONDITION + "\"]}", blocking))
                .isPresent();
        assertThat(JsonTextInspection.inspect("{\"label\":", blocking)).isEmpty();
        assertThat(JsonTextInspection.inspect("[".repeat(1_001), blocking)).isEmpty();
        assertThat(JsonTextInspection.inspect("{\"a\":1e99999999999}", blocking))
                .isEmpty();
    }
}
