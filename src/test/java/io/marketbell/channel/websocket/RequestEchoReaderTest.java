package io.marketbell.channel.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.channel.RequestRefusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestEchoReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "{\"method\":\"ping\",\"req_id\":5}|ping|5",
                "{\"req_id\":\"a-17\",\"params\":{\"method\":\"auth\"},\"method\":\"ack\"}|ack|\"a-17\"",
                "{\"method\":\"subscribe\",\"params\":{\"types\":[|subscribe|-",
                "{\"method\":\"dance\",\"req_id\":1}|-|1",
                "{\"method\":\"ping\",\"req_id\":\"' or 1=1\"}|ping|-",
                "{\"method\":7,\"req_id\":{\"a\":1}}|-|-",
                "[\"method\",\"ping\"]|-|-",
                "hello|-|-",
                "``|-|-"
            })
    void theBeginningOfAFrameShowsWhatItsAnswerRepeats(String text, String method, String id) {
        assertThat(RequestEchoReader.echo(text)).isEqualTo(new RequestEcho(method, id));
    }

    @Test
    void theRestOfTheFrameIsNotRead() {
        String frame = "{\"params\":{\"x\":\"" + "x".repeat(60_000) + "\"},\"method\":\"ping\",\"req_id\":1}";

        assertThat(RequestEchoReader.echo(frame)).isEqualTo(new RequestEcho(null, null));
        assertThat(ReplyEncoder.error(RequestEchoReader.echo(frame), RequestRefusal.TOO_MANY, "slow down"))
                .isEqualTo("{\"success\":false,\"error\":{\"code\":429,\"title\":\"Too Many Requests\","
                        + "\"detail\":\"slow down\"}}");
    }
}
