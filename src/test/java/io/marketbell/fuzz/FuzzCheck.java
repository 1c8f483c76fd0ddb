package io.marketbell.fuzz;

/** Checks of the fuzz targets, which run without JUnit. */
public final class FuzzCheck {
    private FuzzCheck() {}

    public static void holds(boolean condition, String rule) {
        if (!condition) {
            throw new AssertionError(rule);
        }
    }
}
