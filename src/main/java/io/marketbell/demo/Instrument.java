package io.marketbell.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.random.RandomGenerator;

/** A stock whose price follows a random walk and stays positive. */
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

    /** Changes the price by at most a thousandth of itself, up or down with equal probability, so it stays positive. */
    void walk(RandomGenerator random) {
        BigDecimal factor = BigDecimal.valueOf(Math.exp(random.nextGaussian() * STEP));
        price = price.multiply(factor).setScale(2, RoundingMode.HALF_EVEN).max(LOWEST);
    }

    String symbol() {
        return symbol;
    }

    /** Returns the broker at which it is traded. */
    String broker() {
        return broker;
    }

    BigDecimal price() {
        return price;
    }
}
