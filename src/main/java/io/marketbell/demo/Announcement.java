package io.marketbell.demo;

import io.marketbell.notification.NotificationType;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.math.BigDecimal;
import java.time.Instant;

/** Builder of a notification as the JSON body of POST /notifications. */
final class Announcement {

    private static final JsonProvider JSON = JsonProvider.provider();

    private final JsonObjectBuilder item = JSON.createObjectBuilder();
    private final JsonObjectBuilder body = JSON.createObjectBuilder();

    private Announcement(NotificationType type, Instant time) {
        item.add("type", type.name()).add("time", time.toString());
    }

    static Announcement of(NotificationType type, Instant time) {
        return new Announcement(type, time);
    }

    Announcement to(String user) {
        item.add("recipients", JSON.createArrayBuilder().add(user));
        return this;
    }

    Announcement about(Instrument instrument) {
        item.add("instrument", instrument.symbol());
        return by(instrument.broker());
    }

    Announcement by(String broker) {
        item.add("broker", broker);
        return this;
    }

    Announcement key(String key) {
        item.add("key", key);
        return this;
    }

    Announcement with(String name, String value) {
        body.add(name, value);
        return this;
    }

    /** Money and quantities are encoded as decimal strings. */
    Announcement with(String name, BigDecimal value) {
        return with(name, value.toPlainString());
    }

    Announcement with(String name, long value) {
        return with(name, Long.toString(value));
    }

    /** Adds the members common to all notifications about an order. */
    Announcement with(Order order) {
        return to(order.user())
                .about(order.instrument())
                .with("order_id", order.id())
                .with("side", order.buys() ? "BUY" : "SELL")
                .with("price", order.price())
                .with("quantity", order.quantity())
                .with("leaves_quantity", order.leaves())
                .with("submitted_at", order.submittedAt().toString());
    }

    JsonObject item() {
        return item.add("body", body).build();
    }
}
