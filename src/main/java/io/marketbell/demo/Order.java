package io.marketbell.demo;

import java.math.BigDecimal;
import java.time.Instant;

/** The state of an accepted order after a number of fills. */
record Order(
        String id,
        String user,
        Instrument instrument,
        boolean buys,
        int quantity,
        BigDecimal price,
        Instant submittedAt,
        int leaves,
        int fills) {

    Order filled(int shares) {
        if (shares < 1 || shares > leaves) {
            throw new IllegalArgumentException("cannot fill " + shares + " of " + leaves + " open shares");
        }
        return new Order(id, user, instrument, buys, quantity, price, submittedAt, leaves - shares, fills + 1);
    }

    boolean isFilled() {
        return leaves == 0;
    }
}
