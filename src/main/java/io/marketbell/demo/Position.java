package io.marketbell.demo;

import java.math.BigDecimal;

/** What a user holds of an instrument; negative where it was sold short. */
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

    /** Won or lost since the position was opened, if it were closed at this price. */
    BigDecimal profit(BigDecimal price) {
        return cash.add(price.multiply(BigDecimal.valueOf(quantity)));
    }

    boolean isClosed() {
        return quantity == 0;
    }
}
