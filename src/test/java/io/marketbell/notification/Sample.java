package io.marketbell.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sample notifications for tests. Each factory method returns a typical notification; the {@code with…} methods change
 * it.
 */
public final class Sample {
    public static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final AtomicLong IDS = new AtomicLong();

    private Sample() {}

    public static Notification fill(String user) {
        return of(NotificationType.ORDER_FILLED, "AAPL", "alpaca", List.of(user));
    }

    /** Returns a broadcast of a type that only a newer release knows. */
    public static Notification unknown(String typeName) {
        return new Notification(
                String.format("01J%023d", IDS.incrementAndGet()),
                NotificationType.UNKNOWN,
                Priority.HIGH,
                NOW,
                "AAPL",
                "alpaca",
                List.of(),
                0,
                NOW.plus(Duration.ofHours(1)),
                null,
                null,
                "exchange",
                NOW,
                null,
                null,
                typeName);
    }

    public static Notification acceptance(String user) {
        return of(NotificationType.ORDER_ACCEPTED, "AAPL", "alpaca", List.of(user));
    }

    public static Notification price(String instrument) {
        return of(NotificationType.PRICE_UPDATE, instrument, "alpaca", List.of());
    }

    public static Notification price(String instrument, String price) {
        return withBody(price(instrument), "{\"price\":\"" + price + "\"}");
    }

    public static Notification position(String user, String instrument) {
        return of(NotificationType.POSITION_UPDATE, instrument, "alpaca", List.of(user));
    }

    public static Notification brokerStatus(String broker) {
        return of(NotificationType.BROKER_STATUS, null, broker, List.of());
    }

    public static Notification notice() {
        return of(NotificationType.SYSTEM_NOTICE, null, null, List.of());
    }

    public static Notification of(NotificationType type, String instrument, String broker, List<String> recipients) {
        return new Notification(
                String.format("01J%023d", IDS.incrementAndGet()),
                type,
                type.defaultPriority(),
                NOW,
                instrument,
                broker,
                recipients,
                0,
                NOW.plus(type.defaultTimeToLive()),
                null,
                null,
                "publisher",
                NOW,
                null,
                null);
    }

    public static Notification withPriority(Notification n, Priority priority) {
        return copy(n, priority, n.expiresAt(), n.body());
    }

    public static Notification withBody(Notification n, String body) {
        return copy(n, n.priority(), n.expiresAt(), body);
    }

    public static Notification expiring(Notification n, Duration afterNow) {
        return copy(n, n.priority(), NOW.plus(afterNow), n.body());
    }

    private static Notification copy(Notification n, Priority priority, Instant expiresAt, String body) {
        return new Notification(
                n.id(),
                n.type(),
                priority,
                n.time(),
                n.instrument(),
                n.broker(),
                n.recipients(),
                n.offset(),
                expiresAt,
                n.key(),
                body,
                n.publisher(),
                n.acceptedAt(),
                n.callbackUrl(),
                n.replayOf());
    }
}
