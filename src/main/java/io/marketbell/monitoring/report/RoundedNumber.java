package io.marketbell.monitoring.report;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Rounds numbers to their precision. NaN and infinity become null. */
final class RoundedNumber {
    private RoundedNumber() {}

    /** Rounds to six decimals: digits finer than a microsecond are noise. */
    static BigDecimal of(double value) {
        return rounded(value, 6);
    }

    static BigDecimal of(Double value) {
        return value == null ? null : of(value.doubleValue());
    }

    static BigDecimal thousandths(double value) {
        return rounded(value, 3);
    }

    /** Returns a count as an integer, even if it is held as a double. */
    static BigDecimal whole(double count) {
        return rounded(count, 0);
    }

    private static BigDecimal rounded(double value, int digits) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return null;
        }
        BigDecimal plain =
                BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }
}
