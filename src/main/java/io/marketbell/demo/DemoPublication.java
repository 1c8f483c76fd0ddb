package io.marketbell.demo;

import io.marketbell.json.JsonMembers;
import io.marketbell.notification.NotificationType;
import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** Builder of a notification as the JSON body of POST /notifications. */
final class DemoPublication {
    private final JsonMembers item = new JsonMembers();
    private final JsonMembers body = new JsonMembers();

    private DemoPublication(NotificationType type, Instant time) {
        item.add("type", type.name()).add("time", time);
    }

    static DemoPublication of(NotificationType type, Instant time) {
        return new DemoPublication(type, time);
    }

    DemoPublication to(String user) {
        item.add("recipients", List.of(user));
        return this;
    }

    DemoPublication about(Instrument instrument) {
        item.add("instrument", instrument.symbol());
        return by(instrument.broker());
    }

    DemoPublication by(String broker) {
        item.add("broker", broker);
        return this;
    }

    DemoPublication key(String key) {
        item.add("key", key);
        return this;
    }

    DemoPublication with(String name, String value) {
        body.add(name, value);
        return this;
    }

    /** Money and quantities are encoded as decimal strings. */
    DemoPublication with(String name, BigDecimal value) {
        return with(name, value.toPlainString());
    }

    DemoPublication with(String name, long value) {
        return with(name, Long.toString(value));
    }

    /** Adds the members common to all notifications about an order. */
    DemoPublication with(Order order) {
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
