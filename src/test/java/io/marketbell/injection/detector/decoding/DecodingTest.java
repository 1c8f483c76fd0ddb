package io.marketbell.injection.detector.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.injection.detector.InjectionDetector;
import io.marketbell.injection.detector.InjectionDetector.Origin;
import io.marketbell.injection.detector.finding.Rule;
import io.marketbell.injection.detector.text.MutableText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodingTest {

    @ParameterizedTest
    @CsvSource({
        "%27, ''''",
        "%2527, ''''",
        "%u0027, ''''",
        "&#39;, ''''",
        "&#x27;, ''''",
        "\\u0027, ''''",
        "\\x27, ''''",
        "\\x2e\\x2e\\x2f, ../",
        "\\056\\56\\057\\57, ..//",
        "\\134, \\",
        "C:\\2026\\07, C:\\2026\\07",
        "&period;&#46&sol;, ../",
        "\uEFC8, /",
        "＇, ''''",
        "．．／, ../",
        "%%32%66, /",
        "%2%46, /",
        "Caf%C3%A9, Café",
        "5%, 5%",
        "50% of it, 50% of it",
        "AT&T, AT&T",
        "C:\\users, C:\\users"
    })
    void textsAreDecodedBeforeInspection(String wrapped, String text) {
        MutableText chars = MutableText.of(wrapped);

        Decoding.of(chars);

        assertThat(CompatibilityFolding.fold(chars)).hasToString(text);
    }

    @Test
    void textsStillEncodedAfterThreeRoundsAreRefused() {
        assertThat(InjectionDetector.inspect("%252525253d", Origin.TEXT)).contains(Rule.NESTED_ESCAPES);
        assertThat(InjectionDetector.inspect("%25253d", Origin.TEXT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"100%", "a%zz", "%", "%u0041", "%ff", "%c3", "%c3%28", "%ed%a0%80"})
    void aUrlThatCannotBeDecodedIsRefusedButATextIsNot(String text) {
        assertThat(InjectionDetector.inspect(text, Origin.QUERY)).contains(Rule.MALFORMED_ESCAPE);
        assertThat(InjectionDetector.inspect(text, Origin.TEXT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%c0%af", "%e0%80%af", "%f0%80%80%af", "%C0%AE"})
    void overlongCharactersAreRefusedEverywhere(String text) {
        assertThat(InjectionDetector.inspect(text, Origin.PATH)).contains(Rule.OVERLONG);
        assertThat(InjectionDetector.inspect(text, Origin.TEXT)).contains(Rule.OVERLONG);
    }

    @Test
    void controlsAreRefusedInUrlsAndNulEverywhere() {
        assertThat(InjectionDetector.inspect("a%0ab", Origin.QUERY)).contains(Rule.CONTROL);
        assertThat(InjectionDetector.inspect("a\nb", Origin.TEXT)).isEmpty();
        assertThat(InjectionDetector.inspect("a\0b", Origin.TEXT)).contains(Rule.CONTROL);
    }

    @Test
    void dotSegmentsInPathsAreRefused() {
        assertThat(InjectionDetector.inspect("/docs/..", Origin.PATH)).contains(Rule.DOT_SEGMENTS);
        assertThat(InjectionDetector.inspect("/docs/%2e%2e", Origin.PATH)).contains(Rule.DOT_SEGMENTS);
        assertThat(InjectionDetector.inspect("/docs/..;v=1/x", Origin.PATH)).contains(Rule.DOT_SEGMENTS);
        assertThat(InjectionDetector.inspect("/docs/a..b/", Origin.PATH)).isEmpty();
    }

    @Test
    void aPlusIsASpaceInAQuery() {
        assertThat(InjectionDetector.inspect("1+or+1%3D1", Origin.QUERY)).contains(Rule.BOOLEAN);
    }
}
