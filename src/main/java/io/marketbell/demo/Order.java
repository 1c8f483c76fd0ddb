package io.marketbell.demo;

import java.math.BigDecimal;
import java.time.Instant;

/** An accepted order that is still open. */
final class Order {

    private final String id;
    private final String user;
    private final Instrument instrument;
    private final boolean buys;
    private final int quantity;
    private final BigDecimal price;
    private final Instant submittedAt;
    private int leaves;
    private int fills;

    Order(
            String id,
            String user,
            Instrument instrument,
            boolean buys,
            int quantity,
            BigDecimal price,
            Instant submittedAt) {
        this.id = id;
        this.user = user;
        this.instrument = instrument;
        this.buys = buys;
        this.quantity = quantity;
        this.price = price;
        this.submittedAt = submittedAt;
        this.leaves = quantity;
    }

    /** @return number of this fill, starting at 1 */
    int fill(int shares) {
        if (shares < 1 || shares > leaves) {
            throw new IllegalArgumentException("cannot fill " + shares + " of " + leaves + " open shares");
        }
        leaves -= shares;
        return ++fills;
    }

    boolean isFilled() {
        return leaves == 0;
    }

    String id() {
        return id;
    }

    String user() {
        return user;
    }

    Instrument instrument() {
        return instrument;
    }

    boolean buys() {
        return buys;
    }

    int quantity() {
        return quantity;
    }

    BigDecimal price() {
        return price;
    }

    Instant submittedAt() {
        return submittedAt;
    }

    int leaves() {
        return leaves;
    }
}
