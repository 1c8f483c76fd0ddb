package io.marketbell.channel.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.json.TextPolicy;
import io.marketbell.json.TextPolicy.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameTextInspectionTest {
    private static final String ATTACK = "looks like an attack; rephrase it";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a/b\":\"bad\"}|/params/a~1b",
                "{\"a~b\":\"bad\"}|/params/a~0b",
                "{\"~1\":{\"x\":[1,\"bad\"]}}|/params/~01/x/1",
                "{\"instruments\":[\"AAPL\",\"bad\"]}|/params/instruments/1",
                "{\"a\":{\"bad\":1}}|/params/a"
            })
    void placesAreJsonPointers(String params, String pointer) {
        assertThat(ParsedRequests.read(frame(params), (kind, place, text) -> text.equals("bad") ? ATTACK : null))
                .isEqualTo(new ClientRequest.Faulty(new RequestEcho("subscribe", "\"id\""), pointer + ' ' + ATTACK));
    }

    @Test
    void definedParametersAreIdentifiersAndOthersAreFreeText() {
        List<String> asked = new ArrayList<>();
        TextPolicy policy = (kind, place, text) -> {
            asked.add(kind + " " + place + " " + text);
            return null;
        };

        ParsedRequests.read(
                frame("{\"instruments\":[\"AAPL\"],\"epoch\":\"e7\",\"note\":{\"types\":\"RSI < 30\"}}"), policy);

        assertThat(asked)
                .containsExactly(
                        Kind.IDENTIFIER + " /req_id id",
                        Kind.IDENTIFIER + " /params instruments",
                        Kind.IDENTIFIER + " /params/instruments/0 AAPL",
                        Kind.IDENTIFIER + " /params epoch",
                        Kind.IDENTIFIER + " /params/epoch e7",
                        Kind.IDENTIFIER + " /params note",
                        Kind.IDENTIFIER + " /params/note types",
                        Kind.FREE_TEXT + " /params/note/types RSI < 30");
    }

    private static String frame(String params) {
        return "{\"method\":\"subscribe\",\"req_id\":\"id\",\"params\":" + params + "}";
    }

    @Test
    void unknownMembersAreInspectedAsFreeText() {
        TextPolicy policy = (kind, place, text) -> kind == Kind.FREE_TEXT && text.equals("bad") ? ATTACK : null;

        assertThat(ParsedRequests.read("{\"method\":\"ping\",\"note\":{\"x\":[\"bad\"]}}", policy))
                .isEqualTo(new ClientRequest.Faulty(new RequestEcho("ping", null), "/note/x/0 " + ATTACK));
        assertThat(ParsedRequests.read(
                        "{\"method\":\"ping\",\"bad\":1}",
                        (kind, place, text) -> kind == Kind.IDENTIFIER && text.equals("bad") ? ATTACK : null))
                .isEqualTo(new ClientRequest.Faulty(new RequestEcho("ping", null), "a member's name " + ATTACK));
    }

    /** The reply to a faulty frame names the faulty values and repeats the id. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"method\":\"subscribe\",\"req_id\":\"bad\",\"params\":{\"types\":7}}|/req_id",
                "{\"method\":\"subscribe\",\"req_id\":\"bad\",\"params\":[]}|/req_id",
                "{\"method\":\"auth\",\"req_id\":\"bad\",\"params\":{}}|/req_id",
                "{\"method\":\"auth\",\"req_id\":\"bad\",\"params\":{\"token\":\"t\"}}|/req_id",
                "{\"method\":\"subscribe\",\"params\":{\"types\":[\"bad\"]}}|/params/types/0",
                "{\"method\":\"subscribe\",\"params\":{\"min_priority\":\"bad\"}}|/params/min_priority",
                "{\"method\":\"ack\",\"req_id\":[\"x\"],\"params\":{\"offset\":\"bad\"}}|/params/offset"
            })
    void aFaultyFrameIsInspectedBeforeItIsRepeated(String frame, String pointer) {
        ClientRequest request = ParsedRequests.read(frame, (kind, place, text) -> text.equals("bad") ? ATTACK : null);

        assertThat(request).isInstanceOf(ClientRequest.Faulty.class);
        assertThat(((ClientRequest.Faulty) request).detail()).isEqualTo(pointer + ' ' + ATTACK);
        assertThat(request.echo().requestId()).isNull();
    }

    @Test
    void credentialsAreNeverGivenToThePolicyWhichLogsTexts() {
        List<String> asked = new ArrayList<>();
        ParsedRequests.read(
                "{\"method\":\"auth\",\"req_id\":1,\"params\":{\"tokn\":\"secret\",\"api_key\":\"secret\"}}",
                (kind, place, text) -> {
                    asked.add(text);
                    return null;
                });

        assertThat(asked).isEmpty();
    }
}
