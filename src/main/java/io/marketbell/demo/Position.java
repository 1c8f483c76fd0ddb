package io.marketbell.demo;

import java.math.BigDecimal;

/** A user's position in an instrument; negative after a short sale. */
final class Position {

    private int quantity;
    private BigDecimal cash = BigDecimal.ZERO;

    void trade(boolean buys, int shares, BigDecimal price) {
        quantity += buys ? shares : -shares;
        BigDecimal paid = price.multiply(BigDecimal.valueOf(shares));
        cash = buys ? cash.subtract(paid) : cash.add(paid);
    }

    int quantity() {
        return quantity;
    }

    /** Returns the profit or loss since the position was opened, if it were closed at this price. */
    BigDecimal profit(BigDecimal price) {
        return cash.add(price.multiply(BigDecimal.valueOf(quantity)));
    }

    boolean isClosed() {
        return quantity == 0;
    }
}
