package io.marketbell.json;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    @Test
    void everyTextSurvivesQuoting() {
        StringBuilder hostile = new StringBuilder("\"\\/\u2028 ü 😀");
        for (char c = 0; c < 0x30; c++) {
            hostile.append(c);
        }
        StringBuilder json = new StringBuilder("{\"x\":");
        JsonText.quote(json, hostile.toString());

        assertThat(parse(json.append('}').toString()).getString("x")).isEqualTo(hostile.toString());
    }

    @Test
    void aMemberWithoutAValueIsOmitted() {
        StringBuilder json = new StringBuilder("{\"a\":1");
        JsonText.member(json, "b", null);
        JsonText.member(json, "c", "\n");

        assertThat(json.toString()).isEqualTo("{\"a\":1,\"c\":\"\\u000a\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "für €", "😀 and 😀"})
    void theLengthIsThatOfTheEncodedText(String text) {
        assertThat(JsonText.utf8Length(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
    }

    private static JsonObject parse(String json) {
        return Json.createReader(new StringReader(json)).readObject();
    }
}
