package io.marketbell.monitoring.report;

import io.marketbell.metrics.Window;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Formats numbers for JSON: rounded to their precision, and null for NaN. */
public final class JsonNumbers {
    public static final JsonProvider JSON = JsonProvider.provider();

    /** Number of decimals of a second; finer digits are noise. */
    private static final int MICROS = 6;

    private static final int THOUSANDTHS = 3;

    private JsonNumbers() {}

    static JsonValue milliseconds(double seconds) {
        return rounded(seconds * 1_000, THOUSANDTHS);
    }

    static JsonValue of(double value) {
        return rounded(value, MICROS);
    }

    static JsonValue of(Double value) {
        return value == null ? JsonValue.NULL : of(value.doubleValue());
    }

    static JsonValue perSecond(double count, Window window) {
        return rounded(count / window.length().toSeconds(), THOUSANDTHS);
    }

    /** Returns a count as an integer, even if it is held as a double. */
    static JsonValue whole(double count) {
        return rounded(count, 0);
    }

    private static JsonValue rounded(double value, int digits) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return JsonValue.NULL;
        }
        BigDecimal plain =
                BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).stripTrailingZeros();
        return JSON.createValue(plain.scale() < 0 ? plain.setScale(0) : plain);
    }

    /** Writes null if there is no value; the member is never omitted. */
    static void add(JsonObjectBuilder json, String name, Object text) {
        if (text == null) {
            json.addNull(name);
        } else {
            json.add(name, text.toString());
        }
    }
}
