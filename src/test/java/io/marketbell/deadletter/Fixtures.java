package io.marketbell.deadletter;

import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Undelivered notifications for tests. */
final class Fixtures {

    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private Fixtures() {}

    static Notification fill(String id, String... recipients) {
        return new Notification(
                id,
                NotificationType.ORDER_FILLED,
                Priority.CRITICAL,
                NOON.minusSeconds(1),
                "AAPL",
                "alpaca",
                List.of(recipients),
                816,
                NOON.plus(Duration.ofDays(7)),
                "ord-7781#fill-2",
                "{\"order_id\":\"ord-7781\",\"price\":\"585.330\", \"note\":\"für \\u0000 \\\"x\\\"\"}",
                "broker-gateway",
                NOON,
                "https://hooks.example.com/fills",
                null);
    }
}
