package io.marketbell.settings;

/** Checks the ranges of settings. Each method throws an exception that names the setting, its value and the range. */
public final class SettingRange {
    private SettingRange() {}

    /** @throws IllegalArgumentException if the value is smaller */
    public static void atLeast(long least, String setting, long value) {
        demand(value >= least, setting, value, "at least " + least);
    }

    /** @throws IllegalArgumentException if the value is not greater than the bound */
    public static void above(double bound, String setting, double value) {
        demand(value > bound, setting, value, "above " + text(bound));
    }

    /** @throws IllegalArgumentException if the value is smaller or greater */
    public static void between(double least, double most, String setting, double value) {
        demand(value >= least && value <= most, setting, value, "from " + text(least) + " to " + text(most));
    }

    private static void demand(boolean isInRange, String setting, double value, String range) {
        if (!isInRange) {
            throw new IllegalArgumentException(setting + " is " + text(value) + "; it must be " + range);
        }
    }

    private static String text(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
