package io.marketbell.journal.log;

import io.marketbell.journal.Journal.Entry;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Creates the notifications of these tests. */
final class Orders {
    private static final AtomicLong IDS = new AtomicLong();

    private final InstantSource clock;

    Orders(InstantSource clock) {
        this.clock = clock;
    }

    Entry fill(String... recipients) {
        return entry(NotificationType.ORDER_FILLED, null, "{\"price\":\"585.33\"}", recipients);
    }

    Entry accepted(String... recipients) {
        return entry(NotificationType.ORDER_ACCEPTED, null, "{\"order_id\":\"7781\"}", recipients);
    }

    Entry notice() {
        return entry(NotificationType.SYSTEM_NOTICE, null, "{\"text\":\"auction at 16:00\"}");
    }

    Entry keyed(String key, String body, String recipient) {
        return entry(NotificationType.ORDER_FILLED, key, body, recipient);
    }

    Entry living(Duration timeToLive, String... recipients) {
        Notification filled = fill(recipients).notification();
        return new Entry(notification(filled.type(), null, filled.body(), timeToLive, recipients), new byte[] {1});
    }

    Entry noticeLiving(Duration timeToLive) {
        return new Entry(notification(NotificationType.SYSTEM_NOTICE, null, null, timeToLive), new byte[] {1});
    }

    private Entry entry(NotificationType type, String key, String body, String... recipients) {
        return new Entry(
                notification(type, key, body, type.defaultTimeToLive(), recipients),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private Notification notification(
            NotificationType type, String key, String body, Duration timeToLive, String... recipients) {
        Instant now = clock.instant();
        return new Notification(
                String.format("01JD%022d", IDS.incrementAndGet()),
                type,
                type.defaultPriority(),
                now.minusMillis(3),
                "AAPL",
                "alpaca",
                List.of(recipients),
                0,
                now.plus(timeToLive),
                key,
                body,
                "exchange",
                now,
                null,
                null);
    }
}
