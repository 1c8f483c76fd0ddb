package io.marketbell.channel.sse;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.channel.FrameEncoder;
import io.marketbell.channel.websocket.Trade;
import io.marketbell.delivery.Delivery;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.Frame.GapReason;
import io.marketbell.delivery.RoutedNotification;
import io.marketbell.notification.NotificationJson.Mark;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The encoding of frames for the WebSocket and the event stream. */
class FrameEncodingTest {
    private static final Delivery FILL = new Delivery(new RoutedNotification(Trade.fill(816, "AAPL")), Mark.FRESH);
    private static final Delivery REPEATED =
            new Delivery(new RoutedNotification(Trade.fill(817, "MSFT")), Mark.REDELIVERED);
    private static final Delivery PRICE = new Delivery(new RoutedNotification(Trade.price("AAPL")), Mark.STALE);

    @Test
    void dataFrameJoinsItsDeliveries() {
        String frame = FrameEncoder.of(new Frame.Data(91, List.of(FILL, REPEATED, PRICE)));

        assertThat(frame)
                .isEqualTo("{\"channel\":\"notifications\",\"seq\":91,\"data\":[" + FILL.json() + "," + REPEATED.json()
                        + "," + PRICE.json() + "]}");
        assertThat(frame).contains("\"offset\":816", "\"redelivered\":true", "\"stale\":true");
    }

    @Test
    void highestSequenceNumberFits() {
        assertThat(FrameEncoder.of(new Frame.Data(Long.MAX_VALUE, List.of(FILL))))
                .startsWith("{\"channel\":\"notifications\",\"seq\":9223372036854775807,\"data\":[{");
    }

    static Stream<Arguments> statuses() {
        return Stream.of(
                Arguments.of(
                        new Frame.Status.Gap(70, 81, GapReason.EXPIRED),
                        "\"event\":\"gap\",\"from\":70,\"to\":81,\"reason\":\"EXPIRED\""),
                Arguments.of(
                        new Frame.Status.Gap(1, 9, GapReason.RESET),
                        "\"event\":\"gap\",\"from\":1,\"to\":9,\"reason\":\"RESET\""),
                Arguments.of(new Frame.Status.Resuming(812), "\"event\":\"resuming\",\"from\":812"),
                Arguments.of(new Frame.Status.Resumed(830), "\"event\":\"resumed\",\"to\":830"),
                Arguments.of(new Frame.Status.Conflated(340), "\"event\":\"conflated\",\"count\":340"),
                Arguments.of(new Frame.Status.Dropped(12), "\"event\":\"dropped\",\"priority\":\"LOW\",\"count\":12"),
                Arguments.of(new Frame.Status.Acked(815), "\"event\":\"acked\",\"offset\":815"));
    }

    @ParameterizedTest
    @MethodSource("statuses")
    void statusEventsHaveTheSameContentOnBothChannels(Frame.Status status, String members) {
        String json = "{\"channel\":\"status\"," + members + "}";

        assertThat(FrameEncoder.of(status)).isEqualTo(json);
        assertThat(EventStreamTransport.text(status)).isEqualTo("event: status\ndata: " + json + "\n\n");
    }

    @Test
    void shutdownSetsTheReconnectionTimeOfAStream() {
        Frame.Status shutdown = new Frame.Status.Shutdown(1500);
        String json = "{\"channel\":\"status\",\"event\":\"shutdown\",\"reconnect_after_ms\":1500}";

        assertThat(FrameEncoder.of(shutdown)).isEqualTo(json);
        assertThat(EventStreamTransport.text(shutdown)).isEqualTo("retry: 1500\nevent: status\ndata: " + json + "\n\n");
    }

    @Test
    void heartbeatIsAFrameOnASocketAndACommentInAStream() {
        Frame heartbeat = new Frame.Heartbeat(Instant.parse("2026-11-23T10:15:30Z"));

        assertThat(FrameEncoder.of(heartbeat))
                .isEqualTo("{\"channel\":\"heartbeat\",\"time\":\"2026-11-23T10:15:30Z\"}");
        assertThat(EventStreamTransport.text(heartbeat)).isEqualTo(": heartbeat 2026-11-23T10:15:30Z\n\n");
    }

    @Test
    void onlyDurableNotificationsHaveAnEventId() {
        assertThat(EventStreamTransport.text(new Frame.Data(1, List.of(FILL, PRICE))))
                .isEqualTo("id: 816\nevent: notification\ndata: " + FILL.json() + "\n\nevent: notification\ndata: "
                        + PRICE.json() + "\n\n");
    }
}
