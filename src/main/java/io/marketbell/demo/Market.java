package io.marketbell.demo;

import static io.marketbell.notification.NotificationType.BROKER_ERROR;
import static io.marketbell.notification.NotificationType.BROKER_STATUS;
import static io.marketbell.notification.NotificationType.ORDER_ACCEPTED;
import static io.marketbell.notification.NotificationType.ORDER_CANCELLED;
import static io.marketbell.notification.NotificationType.ORDER_FILLED;
import static io.marketbell.notification.NotificationType.ORDER_REJECTED;
import static io.marketbell.notification.NotificationType.POSITION_CLOSED;
import static io.marketbell.notification.NotificationType.POSITION_UPDATE;
import static io.marketbell.notification.NotificationType.PRICE_ALERT;
import static io.marketbell.notification.NotificationType.PRICE_UPDATE;
import static io.marketbell.notification.NotificationType.RISK_ALERT;
import static io.marketbell.notification.NotificationType.SYSTEM_NOTICE;

import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Simulated market of 20 instruments at two brokers, in which a few users trade at random. The same seed and clock
 * produce the same market. Each {@link #tick} produces a few notifications.
 */
final class Market {

    private static final List<String> USERS = List.of("alice", "bob", "desk");
    private static final String[] BROKERS = {"alpaca", "ibkr"};
    private static final String[][] LISTED = {
        {"AAPL", "585.30"}, {"MSFT", "431.20"}, {"NVDA", "912.44"}, {"AMZN", "203.15"}, {"GOOG", "178.90"},
        {"META", "560.05"}, {"TSLA", "248.70"}, {"AVGO", "171.33"}, {"AMD", "158.12"}, {"INTC", "23.41"},
        {"JPM", "224.60"}, {"BAC", "42.18"}, {"V", "291.75"}, {"MA", "498.20"}, {"KO", "66.02"},
        {"PEP", "164.87"}, {"XOM", "118.40"}, {"CVX", "157.66"}, {"DIS", "96.31"}, {"F", "10.84"}
    };

    private static final int PRICES_A_TICK = 4;
    private static final int MOST_OPEN_ORDERS = 12;
    private static final int NOTICE_EVERY = 480;
    private static final int STATUS_EVERY = 120;
    private static final int OUTAGE_TICKS = 20;
    private static final BigDecimal WORRYING_LOSS = new BigDecimal("-500");

    private final RandomGenerator random;
    private final InstantSource clock;
    private final List<Instrument> instruments = new ArrayList<>();
    private final List<Order> open = new ArrayList<>();
    private final Map<String, Position> positions = new HashMap<>();
    private final String session;
    private long ticks;
    private long orders;
    private String brokerDown;
    private long downUntil;

    /**
     * @param session prefix that makes the order ids of this run unique, because the keys of earlier runs are still
     *     known
     */
    Market(RandomGenerator random, InstantSource clock, String session) {
        this.random = random;
        this.clock = clock;
        this.session = session;
        for (int i = 0; i < LISTED.length; i++) {
            instruments.add(new Instrument(LISTED[i][0], BROKERS[i % BROKERS.length], LISTED[i][1]));
        }
    }

    /** Returns the notifications of the next step, in order. */
    List<JsonObject> tick() {
        List<JsonObject> news = new ArrayList<>();
        Instant now = clock.instant();
        prices(now, news);
        executions(now, news);
        newOrders(now, news);
        brokers(now, news);
        if (ticks % NOTICE_EVERY == NOTICE_EVERY / 2) {
            news.add(DemoPublication.of(SYSTEM_NOTICE, now)
                    .with("text", "This market is a simulation; " + orders + " orders so far")
                    .item());
        }
        ticks++;
        return news;
    }

    private void prices(Instant now, List<JsonObject> news) {
        instruments.forEach(instrument -> instrument.walk(random));
        for (int i = 0; i < PRICES_A_TICK; i++) {
            Instrument instrument = instruments.get((int) ((ticks * PRICES_A_TICK + i) % instruments.size()));
            if (!instrument.broker().equals(brokerDown)) {
                news.add(DemoPublication.of(PRICE_UPDATE, now)
                        .about(instrument)
                        .with("price", instrument.price())
                        .item());
            }
        }
        if (oneIn(60)) {
            Instrument instrument = any(instruments);
            news.add(DemoPublication.of(PRICE_ALERT, now)
                    .to(any(USERS))
                    .about(instrument)
                    .with("price", instrument.price())
                    .with("rule", "crossed " + instrument.price())
                    .item());
        }
    }

    private void executions(Instant now, List<JsonObject> news) {
        for (ListIterator<Order> each = open.listIterator(); each.hasNext(); ) {
            Order order = each.next();
            if (order.instrument().broker().equals(brokerDown)) {
                continue;
            }
            if (oneIn(5)) {
                order = execute(order, now, news);
                each.set(order);
            } else if (oneIn(60)) {
                news.add(DemoPublication.of(ORDER_CANCELLED, now)
                        .with(order)
                        .key(order.id() + "#cancel")
                        .item());
                each.remove();
                continue;
            }
            if (order.isFilled()) {
                each.remove();
            }
        }
    }

    private Order execute(Order before, Instant now, List<JsonObject> news) {
        int shares = oneIn(2) ? before.leaves() : 1 + random.nextInt(before.leaves());
        Order order = before.filled(shares);
        news.add(DemoPublication.of(ORDER_FILLED, now)
                .with(order)
                .with("last_quantity", shares)
                .with("last_price", order.instrument().price())
                .key(order.id() + "#fill-" + order.fills())
                .item());
        settle(order, shares, now, news);
        return order;
    }

    private void settle(Order order, int shares, Instant now, List<JsonObject> news) {
        Instrument instrument = order.instrument();
        String account = order.user() + "/" + instrument.symbol();
        Position position = positions.computeIfAbsent(account, name -> new Position());
        position.trade(order.buys(), shares, instrument.price());
        BigDecimal profit = position.profit(instrument.price());
        DemoPublication update = DemoPublication.of(position.isClosed() ? POSITION_CLOSED : POSITION_UPDATE, now)
                .to(order.user())
                .about(instrument)
                .with("quantity", position.quantity())
                .with("price", instrument.price())
                .with("profit", profit);
        news.add(update.item());
        if (position.isClosed()) {
            positions.remove(account);
        } else if (profit.compareTo(WORRYING_LOSS) < 0 || oneIn(40)) {
            news.add(DemoPublication.of(RISK_ALERT, now)
                    .to(order.user())
                    .about(instrument)
                    .with("exposure", instrument.price().multiply(BigDecimal.valueOf(Math.abs(position.quantity()))))
                    .with("profit", profit)
                    .item());
        }
    }

    private void newOrders(Instant now, List<JsonObject> news) {
        if (open.size() >= MOST_OPEN_ORDERS || !oneIn(2)) {
            return;
        }
        Order order = order(now);
        boolean refused = order.instrument().broker().equals(brokerDown) || oneIn(15);
        if (refused) {
            news.add(DemoPublication.of(ORDER_REJECTED, now)
                    .with(order)
                    .with("reason", brokerDown != null ? "broker unavailable" : "insufficient buying power")
                    .key(order.id() + "#reject")
                    .item());
        } else {
            news.add(DemoPublication.of(ORDER_ACCEPTED, now)
                    .with(order)
                    .key(order.id() + "#accept")
                    .item());
            open.add(order);
        }
    }

    /** A user with a position sells all of it with a probability of one half, so positions are closed. */
    private Order order(Instant now) {
        String user = any(USERS);
        Instrument instrument = any(instruments);
        for (Instrument held : instruments) {
            if (positions.containsKey(user + "/" + held.symbol()) && oneIn(4)) {
                instrument = held;
                break;
            }
        }
        Position position = positions.get(user + "/" + instrument.symbol());
        boolean closes = position != null && oneIn(2);
        boolean buys = closes ? position.quantity() < 0 : !oneIn(3);
        int quantity = closes ? Math.abs(position.quantity()) : 1 + random.nextInt(40);
        // simulates the delay between the trader's clock and the broker's
        Instant submitted = now.minusMillis(2 + random.nextInt(30));
        return new Order(
                "demo-" + session + "-" + ++orders,
                user,
                instrument,
                buys,
                quantity,
                instrument.price(),
                submitted,
                quantity,
                0);
    }

    private void brokers(Instant now, List<JsonObject> news) {
        if (brokerDown != null && ticks >= downUntil) {
            news.add(status(brokerDown, "UP", now));
            brokerDown = null;
        } else if (brokerDown == null && ticks > 0 && oneIn(300)) {
            brokerDown = BROKERS[random.nextInt(BROKERS.length)];
            downUntil = ticks + OUTAGE_TICKS;
            news.add(DemoPublication.of(BROKER_ERROR, now)
                    .by(brokerDown)
                    .with("error", "connection to the broker lost")
                    .item());
            news.add(status(brokerDown, "DOWN", now));
        } else if (ticks % STATUS_EVERY == 0) {
            for (String broker : BROKERS) {
                news.add(status(broker, broker.equals(brokerDown) ? "DOWN" : "UP", now));
            }
        }
    }

    private static JsonObject status(String broker, String status, Instant now) {
        return DemoPublication.of(BROKER_STATUS, now)
                .by(broker)
                .with("status", status)
                .item();
    }

    /** Returns true once in {@code in} calls on average. */
    private boolean oneIn(int in) {
        return random.nextInt(in) == 0;
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
