package io.marketbell.injection.detector.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlEntityTest {

    private static HtmlEntity entity(String text) {
        return HtmlEntity.at((text + "\0".repeat(16)).toCharArray(), 0);
    }

    @ParameterizedTest
    @CsvSource({
        "period;x, ., 7",
        "sol;, /, 4",
        "#46;, ., 4",
        "#46x, ., 3",
        "#x2ez, ., 4",
        "#0000046;, ., 9",
        "#X2F&, /, 4"
    })
    void aReferenceHasACharacterAndAnEnd(String text, char meant, int end) {
        assertThat(entity(text).meant).isEqualTo(meant);
        assertThat(entity(text).end).isEqualTo(end);
    }

    @ParameterizedTest
    @ValueSource(strings = {"T;", "period", "periods;", "#;", "#x;", "#8217;", "#00000000000000046;", "D/S", "", ";"})
    void otherTextsAreNoReferences(String text) {
        assertThat(entity(text)).isNull();
    }
}
