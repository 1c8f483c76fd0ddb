package io.marketbell.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    private static final List<String> KNOWN = List.of("ORDER_ACCEPTED", "ORDER_FILLED", "key", "LOW");

    @ParameterizedTest
    @CsvSource({
        "ORDER_FILED, ORDER_FILLED",
        "order-filled, ORDER_FILLED",
        "Key, key",
        "kye, ''",
        "LWO, ''",
        "ORDRE_ACEPTED, ORDER_ACCEPTED",
        "DIVIDEND, ''",
        "'', ''"
    })
    void suggestsTheNearestWord(String given, String meant) {
        assertThat(Spelling.hint(given, KNOWN))
                .isEqualTo(
                        meant.isEmpty()
                                ? "; known: ORDER_ACCEPTED, ORDER_FILLED, key, LOW"
                                : "; did you mean " + meant + "?");
    }

    @Test
    void veryLongWordsAreNeitherComparedNorRepeated() {
        assertThat(Spelling.hint("x".repeat(1 << 20), KNOWN)).startsWith("; known: ");
        assertThat(Spelling.excerpt("x".repeat(1 << 20))).hasSize(41).endsWith("x…");
        assertThat(Spelling.excerpt("ORDER_FILED")).isEqualTo("ORDER_FILED");
    }
}
