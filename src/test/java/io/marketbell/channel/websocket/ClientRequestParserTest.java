package io.marketbell.channel.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.marketbell.delivery.Connection;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Priority;
import io.marketbell.subscription.SubscriptionFilter;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientRequestParserTest {

    @Test
    void allParametersOfSubscribeAreParsed() {
        ClientRequest request = ParsedRequests.read("""
                {"method":"subscribe","params":{"types":["ORDER_FILLED","PRICE_UPDATE"],"instruments":["AAPL","MSFT","AAPL"],
                 "brokers":["alpaca"],"min_priority":"HIGH","snapshot":true,"resume_after":812,"epoch":"e7","later":{}},"req_id":2}""");

        assertThat(request)
                .isEqualTo(new ClientRequest.Subscribe(
                        new RequestEcho("subscribe", "2"),
                        new Connection.Subscribe(
                                new SubscriptionFilter(
                                        Set.of(NotificationType.ORDER_FILLED, NotificationType.PRICE_UPDATE),
                                        Set.of("AAPL", "MSFT"),
                                        Set.of("alpaca"),
                                        Priority.HIGH),
                                true,
                                812,
                                "e7")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"method\":\"subscribe\"}", "{\"method\":\"subscribe\",\"params\":{\"types\":[]}}"})
    void absentAndEmptyFiltersMeanAll(String text) {
        assertThat(ParsedRequests.read(text))
                .isEqualTo(new ClientRequest.Subscribe(
                        new RequestEcho("subscribe", null),
                        new Connection.Subscribe(SubscriptionFilter.EVERYTHING, false, -1, null)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"types\":[\"ORDER_FILED\"]}|unknown type ORDER_FILED; did you mean ORDER_FILLED?",
                "{\"types\":[\"order-filled\"]}|unknown type order-filled; did you mean ORDER_FILLED?",
                "{\"types\":[\"DIVIDEND_PAYMENT\"]}|unknown type DIVIDEND_PAYMENT; known: ORDER_ACCEPTED, ORDER_FILLED,",
                "{\"types\":\"ORDER_FILLED\"}|types must be an array of strings",
                "{\"types\":[7]}|types must be an array of strings",
                "{\"types\":null}|types must be an array of strings",
                "{\"instruments\":[\"\"]}|instruments must not contain an empty string",
                "{\"brokers\":[\"alpaca\",\" \"]}|brokers must not contain an empty string",
                "{\"min_priority\":\"URGENT\"}|unknown priority URGENT; known: LOW, NORMAL, HIGH, CRITICAL",
                "{\"min_priority\":\"high\"}|unknown priority high; did you mean HIGH?",
                "{\"min_priority\":1}|min_priority must be a non-empty string",
                "{\"snapshot\":\"yes\"}|snapshot must be true or false",
                "{\"resume_after\":-1}|resume_after must be a non-negative integer",
                "{\"resume_after\":\"812\"}|resume_after must be a non-negative integer",
                "{\"resume_after\":1.5}|resume_after must be a non-negative integer",
                "{\"resume_after\":9223372036854775808}|resume_after must be a non-negative integer",
                "{\"resume_after\":1e999999999}|resume_after must be a non-negative integer",
                "{\"epoch\":\"\"}|epoch must be a non-empty string",
                "{\"snapshot\":1,\"epoch\":2}|snapshot must be true or false; epoch must be a non-empty string",
                "[]|params must be an object",
                "null|params must be an object"
            })
    void faultsOfSubscribeAreNamed(String params, String detail) {
        ClientRequest request =
                ParsedRequests.read("{\"method\":\"subscribe\",\"params\":" + params + ",\"req_id\":\"r\"}");

        assertThat(request).asInstanceOf(type(ClientRequest.Faulty.class)).satisfies(faulty -> {
            assertThat(faulty.echo()).isEqualTo(new RequestEcho("subscribe", "\"r\""));
            assertThat(faulty.detail()).startsWith(detail);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "auth|{}|auth requires exactly one of token and api_key",
                "auth|{\"token\":\"a\",\"api_key\":\"b\"}|auth requires exactly one of token and api_key",
                "auth|{\"api_key\":5}|api_key must be a non-empty string",
                "unsubscribe|{}|subscription is required",
                "unsubscribe|{\"subscription\":1}|subscription must be a non-empty string",
                "ack|{}|offset is required",
                "ack|{\"offset\":-5}|offset must be a non-negative integer",
                "ack|{\"offset\":true}|offset must be a non-negative integer"
            })
    void faultsOfOtherMethodsAreNamed(String method, String params, String detail) {
        ClientRequest request = ParsedRequests.read("{\"method\":\"" + method + "\",\"params\":" + params + "}");

        assertThat(request)
                .asInstanceOf(type(ClientRequest.Faulty.class))
                .satisfies(faulty -> assertThat(faulty.detail()).startsWith(detail));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "5|5",
                "\"a\\\"b\"|\"a\\\"b\"",
                "true|true",
                "null|null",
                "-0.5|-0.5",
                "12345678901234567890|12345678901234567890"
            })
    void requestIdIsEchoedWhateverScalarItIs(String id, String echoed) {
        ClientRequest request = ParsedRequests.read("{\"method\":\"ping\",\"req_id\":" + id + "}");

        assertThat(request).isEqualTo(new ClientRequest.Ping(new RequestEcho("ping", echoed)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[1]"})
    void requestIdOfSeveralValuesIsAFault(String id) {
        assertThat(ParsedRequests.read("{\"method\":\"ping\",\"req_id\":" + id + "}"))
                .isInstanceOf(ClientRequest.Faulty.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "7",
                "\"ping\"",
                "[]",
                "{",
                "{}",
                "{\"method\":5}",
                "{\"method\":null}",
                "{\"methods\":\"ping\"}",
                "{\"method\":\"ping\"",
                "{\"method\":\"ping\"}}",
                "{\"method\":\"ping\"} {}",
                "{'method':'ping'}",
                "{\"method\":\"ping\",\"method\":\"auth\"}",
                "{\"method\":\"ack\",\"params\":{\"offset\":1,\"offset\":2}}",
                "{\"method\":\"ping\",\"req_id\":01}",
                "{\"method\":\"ping\",}",
                "{\"method\":\"ping\",\"x\":[1",
                "{\"method\":\"ping\",\"x\":{\"y\":1,\"y\":2}}",
                "{\"method\":\"ping\",\"req_id\":1e99999999999}",
                "{\"method\":\"ack\",\"params\":{\"offset\":1e99999999999}}"
            })
    void whatIsNotAFrameIsBroken(String text) {
        assertThat(ParsedRequests.read(text)).isEqualTo(new ClientRequest.Broken(DisconnectReason.MALFORMED));
    }

    @Test
    void unknownMethodIsBroken() {
        assertThat(ParsedRequests.read("{\"method\":\"Subscribe\"}"))
                .isEqualTo(new ClientRequest.Broken(DisconnectReason.UNKNOWN_METHOD));
    }

    @Test
    void veryDeepNestingIsBrokenAndDoesNotOverflowTheStack() {
        String deep = "{\"method\":\"ping\",\"x\":" + "[".repeat(32_000) + "]".repeat(32_000) + "}";

        assertThat(ParsedRequests.read(deep)).isInstanceOf(ClientRequest.Broken.class);
    }

    @Test
    void onlyTheFirstUnknownValuesAreReported() {
        String words = "\"ORDER_FILED\",".repeat(4_000);

        ClientRequest request =
                ParsedRequests.read("{\"method\":\"subscribe\",\"params\":{\"types\":[" + words + "\"x\"]}}");

        assertThat(((ClientRequest.Faulty) request).detail()).hasSizeLessThan(1_000);
    }

    @Test
    void toStringOmitsSecrets() {
        assertThat(ParsedRequests.read("{\"method\":\"auth\",\"params\":{\"api_key\":\"mb_secret\"}}"))
                .asString()
                .doesNotContain("mb_secret");
    }

    @Test
    void namesOfASubscriptionAreLimitedInLengthAndNumber() {
        String names = IntStream.range(0, 1_001).mapToObj(i -> "\"I" + i + '"').collect(Collectors.joining(","));

        assertThat(ParsedRequests.read("{\"method\":\"subscribe\",\"params\":{\"instruments\":[" + names + "]}}"))
                .isEqualTo(new ClientRequest.Faulty(
                        new RequestEcho("subscribe", null),
                        "a subscription may have at most 1000 instruments and brokers in total"));
        assertThat(ParsedRequests.read(
                        "{\"method\":\"subscribe\",\"params\":{\"brokers\":[\"" + "b".repeat(65) + "\"]}}"))
                .isEqualTo(new ClientRequest.Faulty(
                        new RequestEcho("subscribe", null),
                        "brokers must not contain a name longer than 64 characters"));
    }
}
