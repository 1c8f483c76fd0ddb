package io.marketbell.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntaxFaultTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " [ ] ",
                "[1,-0.5e+3,1E5,0,\"\\u00e4\\n\\\"\",true,false,null,{\"a\":{\"b\":[[]]},\"c\":\"\"}]",
                "\"text\"",
                "\n7\r\n"
            })
    void jsonHasNoFault(String text) {
        assertThat(SyntaxFault.indexIn(text)).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|0",
                "{\"type\":|8",
                "{\"type\"|7",
                "{|1",
                "{\"a\":1,}|7",
                "[1,]|3",
                "[1 2]|3",
                "{\"a\":[}|6",
                "{a:1}|1",
                "{} {}|3",
                "[1]]|3",
                "nonsense|1",
                "tru|3",
                "01|1",
                "-|1",
                "1.|2",
                "1e|2",
                "+1|0",
                "\"abc|4",
                "\"a\\x\"|3",
                "\"\\u12g4\"|5",
                "\"\\u12|5",
                "[\"a\" \"b\"]|5"
            })
    void firstFaultIsFound(String text, int index) {
        assertThat(SyntaxFault.indexIn(text)).isEqualTo(index);
    }

    @Test
    void controlCharacterInAStringIsAFault() {
        assertThat(SyntaxFault.indexIn("[\"a\nb\"]")).isEqualTo(3);
    }

    @Test
    void depthUsesNoStack() {
        assertThat(SyntaxFault.indexIn("[".repeat(200_000))).isEqualTo(200_000);
        assertThat(SyntaxFault.indexIn("[".repeat(200_000) + "]".repeat(200_000)))
                .isEqualTo(-1);
    }

    @Test
    void theMessageCountsLinesAndCharacters() {
        assertThat(catchThrowableOfType(
                        MalformedJson.class,
                        () -> StrictJson.read("{\n\"ü😀\":x}", TreeBounds.depth(4), (pointer, detail) -> {})))
                .hasMessage("not valid JSON at line 2, column 6");
        assertThat(catchThrowableOfType(
                        MalformedJson.class,
                        () -> StrictJson.read("{\"type\":", TreeBounds.depth(4), (pointer, detail) -> {})))
                .hasMessage("not valid JSON at line 1, column 9");
    }
}
