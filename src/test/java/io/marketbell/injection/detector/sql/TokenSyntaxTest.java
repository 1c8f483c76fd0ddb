package io.marketbell.injection.detector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.injection.detector.text.MutableText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenSyntaxTest {
    private static char[] characters(String text) {
        return MutableText.of(text).all;
    }

    @ParameterizedTest
    @CsvSource({"12,2", "1.5e-3x,6", "1e,1", "0x1Fg,4", "1..2,1", "7.,2", "3a,1"})
    void aNumberEndsAfterItsExponent(String text, int end) {
        assertThat(TokenSyntax.numberEnd(characters(text), 0)).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {"'a' b,3", "'a''b' c,6", "'a\\'b' c,6", "'a,-2", "\"a'\" b,4"})
    void aStringEndsAtAQuoteThatIsNeitherDoubledNorEscaped(String text, int end) {
        assertThat(TokenSyntax.stringEnd(characters(text), text.length(), 0)).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({"[name],6", "[7],0", "[],0", "[a b],0"})
    void bracketsQuoteNamesOnly(String text, int end) {
        assertThat(TokenSyntax.bracketEnd(characters(text), 0)).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({"<=>,3", "->>,3", "#>>,3", "<=,2", "||,2", "=,1", "=>,1"})
    void theLongestOperatorIsRead(String text, int length) {
        assertThat(TokenSyntax.sign(characters(text), 0) & 3).isEqualTo(length);
    }

    @ParameterizedTest
    @CsvSource({"a,1", "_,1", "é,1", "7,2", "',',4", "=,5", "@,3", "' ',0"})
    void theFirstCharacterDeterminesTheKindOfToken(char first, int leads) {
        assertThat(TokenSyntax.leads(first)).isEqualTo(leads);
    }
}
