package io.marketbell.publish.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.json.TextPolicy;
import io.marketbell.json.TextPolicy.Kind;
import io.marketbell.publish.NotificationService;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ItemTextsTest {
    private static final JsonObject ITEM =
            Json.createReader(new StringReader("""
                            {"type":"RISK_ALERT","priority":"HIGH","instrument":"AAPL","broker":"alpaca",
                             "recipients":["alice"],"key":"k1","callback_url":"https://hooks.example.com/",
                             "time_to_live":"PT1H","body":{"note":"RSI < 30","legs":[{"side":"BUY"}],"n":1}}""")).readObject();

    @Test
    void valuesOfTheBodyAreFreeTextAndNamesAreIdentifiers() {
        List<String> texts = new ArrayList<>();

        new ItemTexts((kind, pointer, text) -> {
                    texts.add(kind + " " + pointer);
                    return null;
                })
                .refused(ITEM);

        assertThat(texts)
                .containsExactly(
                        "IDENTIFIER /instrument",
                        "IDENTIFIER /broker",
                        "IDENTIFIER /recipients/0",
                        "IDENTIFIER /key",
                        "IDENTIFIER /callback_url",
                        "IDENTIFIER /body/note",
                        "FREE_TEXT /body/note",
                        "IDENTIFIER /body/legs",
                        "IDENTIFIER /body/legs/0/side",
                        "FREE_TEXT /body/legs/0/side",
                        "IDENTIFIER /body/n");
    }

    @Test
    void theFirstRefusalIsReturnedWithItsPointerAndReason() {
        TextPolicy policy = (kind, pointer, text) -> kind == Kind.FREE_TEXT ? "rephrase it" : null;

        assertThat(new ItemTexts(policy).refused(ITEM))
                .containsExactly(new NotificationService.Fault("/body/note", "rephrase it"));
    }
}
