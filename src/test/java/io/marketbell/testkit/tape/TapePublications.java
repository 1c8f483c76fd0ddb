package io.marketbell.testkit.tape;

import io.marketbell.testkit.client.Json;
import io.marketbell.testkit.tape.Tape.Event;
import io.marketbell.testkit.tape.Tape.Row;
import io.marketbell.testkit.tape.Tape.Top;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Converts a tape to the publications of a broker: each event of an order to its users, and each change of the best bid
 * or ask to all subscribers. The prices before the first row are unknown, so those of the first row are not a change.
 */
public final class TapePublications {

    /**
     * One item for POST /notifications.
     *
     * @param due time since the first row
     */
    public record Publication(Duration due, JsonObject item) {
        String type() {
            return item.getString("type");
        }

        String key() {
            return item.getString("key");
        }
    }

    private final List<Publication> all = new ArrayList<>();
    private final Map<Long, Long> open = new HashMap<>();
    private final List<String> users;
    private final String keyPrefix;

    /**
     * @param users the recipients of order events
     * @param run distinguishes the idempotency keys of this run from those of others; empty: repeats an earlier run
     */
    public TapePublications(Tape tape, List<String> users, String run) {
        this.users = List.copyOf(users);
        this.keyPrefix = run.isEmpty() ? "" : run + '-';
        Duration start = tape.rows().get(0).time();
        Top before = null;
        for (Row row : tape.rows()) {
            Duration due = row.time().minus(start);
            all.add(new Publication(due, order(row)));
            if (before != null && !row.top().samePrices(before)) {
                all.add(new Publication(due, price(row)));
            }
            before = row.top();
        }
    }

    /** All publications in tape order. */
    public List<Publication> all() {
        return List.copyOf(all);
    }

    /** The keys of the durable publications in tape order, in which every client must receive them. */
    public List<String> keys(List<String> types) {
        return all.stream()
                .filter(publication -> types.contains(publication.type()))
                .map(Publication::key)
                .toList();
    }

    /** The last price that a client must have received. */
    public JsonObject lastPrice() {
        return all.stream()
                .filter(publication -> publication.type().equals("PRICE_UPDATE"))
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .item()
                .getJsonObject("body");
    }

    private JsonObject order(Row row) {
        JsonObjectBuilder body = Json.object();
        if (row.order() != 0) {
            body.add("order_id", Long.toString(row.order()));
        }
        body.add("price", decimal(row.price()))
                .add("quantity", Long.toString(row.size()))
                .add("side", row.side() > 0 ? "BUY" : "SELL");
        Long leaves = leaves(row);
        if (leaves != null) {
            body.add("leaves_quantity", leaves.toString());
        }
        if (row.event() == Event.EXECUTED_HIDDEN) {
            body.add("hidden", true);
        }
        return Json.object()
                .add("type", type(row.event()))
                .add("instrument", Tape.INSTRUMENT)
                .add("recipients", Json.strings(users))
                .add("key", keyPrefix + row.order() + '#' + row.number())
                .add("body", body)
                .build();
    }

    private static String type(Event event) {
        return switch (event) {
            case ACCEPTED -> "ORDER_ACCEPTED";
            case PART_CANCELLED, DELETED -> "ORDER_CANCELLED";
            case EXECUTED, EXECUTED_HIDDEN -> "ORDER_FILLED";
        };
    }

    /** The remaining size of the order; null if it is older than the tape or was never visible. */
    private Long leaves(Row row) {
        if (row.event() == Event.ACCEPTED) {
            open.put(row.order(), row.size());
        } else if (open.containsKey(row.order())) {
            open.merge(row.order(), -row.size(), Long::sum);
        }
        return open.get(row.order());
    }

    private JsonObject price(Row row) {
        Top top = row.top();
        JsonObjectBuilder body = Json.object();
        if (top.hasBid()) {
            body.add("bid", decimal(top.bid())).add("bid_quantity", Long.toString(top.bidSize()));
        }
        if (top.hasAsk()) {
            body.add("ask", decimal(top.ask())).add("ask_quantity", Long.toString(top.askSize()));
        }
        return Json.object()
                .add("type", "PRICE_UPDATE")
                .add("instrument", Tape.INSTRUMENT)
                .add("key", keyPrefix + row.order() + '#' + row.number() + "-price")
                .add("body", body)
                .build();
    }

    /** Formats ten-thousandths as a decimal of two places, or more if needed. */
    static String decimal(long price) {
        BigDecimal decimal = BigDecimal.valueOf(price, 4).stripTrailingZeros();
        return decimal.setScale(Math.max(2, decimal.scale())).toPlainString();
    }
}
