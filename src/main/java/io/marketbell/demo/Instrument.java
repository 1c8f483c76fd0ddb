package io.marketbell.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.random.RandomGenerator;

/** A stock and its price, which walks at random and never falls to nothing. */
final class Instrument {

    private static final double STEP = 0.0008;
    private static final BigDecimal LOWEST = new BigDecimal("0.01");

    private final String symbol;
    private final String broker;
    private BigDecimal price;

    Instrument(String symbol, String broker, String price) {
        this.symbol = symbol;
        this.broker = broker;
        this.price = new BigDecimal(price);
    }

    /** In steps of a thousandth and less, as likely up as down, in relation to the price: so it stays positive. */
    void walk(RandomGenerator random) {
        BigDecimal factor = BigDecimal.valueOf(Math.exp(random.nextGaussian() * STEP));
        price = price.multiply(factor).setScale(2, RoundingMode.HALF_EVEN).max(LOWEST);
    }

    String symbol() {
        return symbol;
    }

    /** Where it is traded. */
    String broker() {
        return broker;
    }

    BigDecimal price() {
        return price;
    }
}
