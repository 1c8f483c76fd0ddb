package io.marketbell.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Priority;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotificationScannerTest {
    private static final long T = 1_795_348_800_123_456_789L;

    private final List<String> seen = new ArrayList<>();
    private final NotificationScanner scanner = new NotificationScanner();
    private final NotificationScanner.Sink sink = new NotificationScanner.Sink() {
        @Override
        public void frame(long seq) {
            seen.add("frame " + seq);
        }

        @Override
        public void notification(
                NotificationType type, Priority priority, long publishedAt, long offset, boolean marked) {
            seen.add(type + " " + priority + " " + publishedAt + " " + offset + (marked ? " marked" : ""));
        }

        @Override
        public void other(byte[] bytes, int from, int to) {
            seen.add("other " + new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }

        @Override
        public void malformed(int at) {
            seen.add("malformed");
        }
    };

    private void scan(String text) {
        // surrounded by other bytes, as in a buffer with many frames
        byte[] bytes = ("\"}]{" + text + "\"}]{\"type\"").getBytes(StandardCharsets.UTF_8);
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        scanner.scan(bytes, 4, 4 + length, sink);
    }

    @Test
    void findsEveryNotificationOfAFrame() {
        scan(SampleFrames.data(
                91, SampleFrames.price(1, T), SampleFrames.fill(816, T + 1), SampleFrames.notice(T + 2)));
        assertThat(seen)
                .containsExactly(
                        "frame 91",
                        "PRICE_UPDATE LOW " + T + " 0",
                        "ORDER_FILLED CRITICAL " + (T + 1) + " 816",
                        "SYSTEM_NOTICE CRITICAL " + (T + 2) + " 4711");
    }

    @Test
    void containsEveryTypeAndPriority() {
        for (NotificationType type : NotificationType.known()) {
            for (Priority priority : Priority.values()) {
                seen.clear();
                scan(SampleFrames.data(1, "{\"type\":\"" + type + "\",\"priority\":\"" + priority + "\"}"));
                assertThat(seen).containsExactly("frame 1", type + " " + priority + " 0 0");
            }
        }
    }

    @Test
    void findsThePublishersClockOnlyAtTheTopOfTheBody() {
        scan(SampleFrames.data(
                1,
                "{\"t\":5,\"body\":{\"a\":{\"t\":6},\"b\":\"\\\"t\\\":7\",\"t\":8,\"c\":[{\"t\":9}]},"
                        + "\"type\":\"PRICE_UPDATE\",\"priority\":\"LOW\"}"));
        assertThat(seen).containsExactly("frame 1", "PRICE_UPDATE LOW 8 0");
    }

    @Test
    void marksRedeliveredAndStaleNotifications() {
        scan(SampleFrames.data(
                1,
                "{\"type\":\"ORDER_FILLED\",\"priority\":\"HIGH\",\"offset\":12,\"redelivered\":true}",
                "{\"type\":\"PRICE_UPDATE\",\"priority\":\"LOW\",\"stale\":true}",
                "{\"type\":\"ORDER_FILLED\",\"priority\":\"HIGH\",\"offset\":13,\"redelivered\":false}"));
        assertThat(seen)
                .containsExactly(
                        "frame 1",
                        "ORDER_FILLED HIGH 0 12 marked",
                        "PRICE_UPDATE LOW 0 0 marked",
                        "ORDER_FILLED HIGH 0 13");
    }

    @Test
    void readsStringsWithEscapesOfEveryLength() {
        for (int length = 0; length < 40; length++) {
            for (int escape = 0; escape <= length; escape++) {
                seen.clear();
                String key = "k".repeat(escape) + "\\\\\\\"" + "ü".repeat(length - escape);
                scan(SampleFrames.data(
                        7, "{\"key\":\"" + key + "\",\"type\":\"RISK_ALERT\",\"priority\":\"HIGH\",\"offset\":3}"));
                assertThat(seen).containsExactly("frame 7", "RISK_ALERT HIGH 0 3");
            }
        }
    }

    @Test
    void readsNumbersOfEveryLength() {
        long number = 0;
        for (int digits = 1; digits <= 18; digits++) {
            number = number * 10 + digits % 10;
            seen.clear();
            scan(SampleFrames.data(number, SampleFrames.price(1, number)));
            assertThat(seen).containsExactly("frame " + number, "PRICE_UPDATE LOW " + number + " 0");
        }
    }

    @Test
    void passesOnFramesWithoutData() {
        String event = "{\"channel\":\"status\",\"event\":\"conflated\",\"count\":340}";
        scan(event);
        assertThat(seen).containsExactly("other " + event);
    }

    @Test
    void reportsWhereATruncatedDataFrameEnds() {
        String whole = SampleFrames.data(1, SampleFrames.price(1, T), SampleFrames.fill(1, T));
        for (int length = whole.indexOf('[') + 1; length < whole.length(); length++) {
            seen.clear();
            scan(whole.substring(0, length));
            assertThat(seen).as("cut to %d", length).last().isEqualTo("malformed");
        }
    }

    @Test
    void reportsAnUnknownType() {
        scan(SampleFrames.data(1, "{\"type\":\"ORDER_FILED\",\"priority\":\"LOW\"}"));
        assertThat(seen).containsExactly("frame 1", "malformed");
    }
}
