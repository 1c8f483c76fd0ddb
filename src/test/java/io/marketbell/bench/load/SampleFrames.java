package io.marketbell.bench.load;

import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationJson;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Priority;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Frames as the server writes them: the server's own encoder encodes the notifications. */
final class SampleFrames {
    static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123Z");

    private SampleFrames() {}

    static String price(int number, long publishedAt) {
        return json(
                NotificationType.PRICE_UPDATE,
                Priority.LOW,
                "I%04d".formatted(number),
                0,
                "{\"t\":" + publishedAt + ",\"price\":\"585.33\"}");
    }

    static String fill(long offset, long publishedAt) {
        return json(
                NotificationType.ORDER_FILLED,
                Priority.CRITICAL,
                "AAPL",
                offset,
                "{\"order_id\":\"ord-\\\"7\\\\\",\"nested\":{\"t\":7,\"list\":[1,\"]}\",{}]},\"t\":" + publishedAt
                        + "}");
    }

    static String notice(long publishedAt) {
        return json(
                NotificationType.SYSTEM_NOTICE,
                Priority.CRITICAL,
                null,
                4711,
                "{\"text\":\"Börse schließt früh\",\"t\":" + publishedAt + '}');
    }

    private static String json(NotificationType type, Priority priority, String instrument, long offset, String body) {
        Notification notification = new Notification(
                "01JD000000000000000000" + String.format("%04d", offset % 10_000),
                type,
                priority,
                NOON,
                instrument,
                null,
                type.requires(NotificationType.Required.RECIPIENTS) ? List.of("alice") : List.of(),
                offset,
                NOON.plusSeconds(5),
                null,
                body,
                "feed",
                NOON,
                null,
                null);
        return NotificationJson.of(notification, NotificationJson.Mark.FRESH);
    }

    static String data(long seq, String... notifications) {
        return "{\"channel\":\"notifications\",\"seq\":" + seq + ",\"data\":[" + String.join(",", notifications) + "]}";
    }

    static byte[] text(String payload) {
        return frame(0x81, payload.getBytes(StandardCharsets.UTF_8));
    }

    /** A frame from a server: not masked. */
    static byte[] frame(int first, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        if (payload.length < 126) {
            out.write(payload.length);
        } else if (payload.length < 1 << 16) {
            out.write(126);
            out.write(payload.length >>> 8);
            out.write(payload.length);
        } else {
            out.write(127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) ((long) payload.length >>> shift));
            }
        }
        out.writeBytes(payload);
        return out.toByteArray();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
