package io.marketbell.json;

import jakarta.json.JsonNumber;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.OptionalLong;

/**
 * Parses whole numbers without expanding their exponents: the digits of {@code 1e999999999} would exhaust the memory.
 */
public final class WholeNumber {
    /** The number of digits of the largest long. */
    private static final int DIGITS = 19;

    private WholeNumber() {}

    /** Empty if the value is not a number, has a fraction, or does not fit. {@code 1e2} and {@code 100.0} are whole. */
    public static OptionalLong of(JsonValue value) {
        if (!(value instanceof JsonNumber number)) {
            return OptionalLong.empty();
        }
        BigDecimal decimal = number.bigDecimalValue();
        if (decimal.signum() == 0) {
            return OptionalLong.of(0);
        }
        if ((long) decimal.precision() - decimal.scale() > DIGITS) {
            return OptionalLong.empty();
        }
        BigDecimal shortest = decimal.stripTrailingZeros();
        if (shortest.scale() > 0) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(shortest.longValueExact());
        } catch (ArithmeticException e) {
            return OptionalLong.empty();
        }
    }
}
